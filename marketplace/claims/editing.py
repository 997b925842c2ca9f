"""Who works on a draft at the moment: its pages say so whenever they save or look."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from marketplace.claims.models import DraftEditor
from marketplace.core import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.claims.models import ClaimDraft
    from marketplace.claims.questions import Step

PRESENT: Final = timedelta(seconds=60)
"""A page looks every 20 seconds while it is seen; three looks that fail to come end it."""


def note_editor(draft: ClaimDraft, person: User, *, step: Step) -> None:
    """Keep that a person has a page of the draft open; several pages of one person are one."""
    seen = DraftEditor(draft=draft, person=person, step=step.value, seen_at=clock.now())
    DraftEditor.objects.bulk_create(
        [seen],
        update_conflicts=True,
        unique_fields=["draft", "person"],
        update_fields=["step", "seen_at"],
    )


def editors_besides(person: User, draft: ClaimDraft) -> QuerySet[DraftEditor]:
    """Return the others who have a page of the draft open, the one heard of last first."""
    rows = DraftEditor.objects.filter(draft=draft, seen_at__gt=clock.now() - PRESENT)
    return rows.exclude(person=person).select_related("person").order_by("-seen_at", "-pk")
