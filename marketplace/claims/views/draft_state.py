"""What a page of a draft is told after a save: what is stored, by whom, and who else writes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from marketplace.claims.editing import editors_besides
from marketplace.claims.questions import Step
from marketplace.core import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.claims.models import ClaimDraft, DraftAnswer

_RECENT: Final = timedelta(minutes=10)


def state_of(
    draft: ClaimDraft,
    person: User,
    *,
    conflicts: Mapping[str, DraftAnswer] | None = None,
    faults: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a draft's state as plain values: times are of Beijing."""
    return {
        "saved": clock_time(draft.saved_at),
        "others": others_in(draft, person),
        "fields": {
            row.name: {"text": row.text, "mark": row.mark, **_writer(draft, row)}
            for row in draft.answers.select_related("saved_by")
        },
        "conflicts": {name: _stored(row) for name, row in (conflicts or {}).items()},
        "faults": {name: str(messages[0]) for name, messages in (faults or {}).items()},
    }


def others_in(draft: ClaimDraft, person: User) -> list[str]:
    """Return who else has the draft open now and where, then who else saved within ten minutes."""
    editors = list(editors_besides(person, draft))
    recent = draft.answers.filter(saved_at__gt=clock.now() - _RECENT).exclude(saved_by=person)
    gone = recent.exclude(saved_by__in=[one.person_id for one in editors])
    rows = gone.values("saved_by__name", "saved_by__email").annotate(last=Max("saved_at"))
    return [
        *(
            _("%(name)s is editing “%(step)s” now")
            % {"name": str(one.person), "step": Step(one.step).label}
            for one in editors
        ),
        *(
            _("%(name)s saved at %(time)s")
            % {
                "name": row["saved_by__name"] or row["saved_by__email"],
                "time": clock_time(row["last"]),
            }
            for row in rows.order_by("-last")
        ),
    ]


def clock_time(instant: datetime) -> str:
    """Return the time of day in Beijing."""
    return localtime(instant).strftime("%H:%M")


def _writer(draft: ClaimDraft, row: DraftAnswer) -> dict[str, str]:
    return {} if draft.helper_id is None else {"by": row.writer}


def _stored(row: DraftAnswer) -> dict[str, str]:
    return {
        "text": row.text,
        "mark": row.mark,
        "by": _("%(name)s wrote at %(time)s:")
        % {"name": str(row.saved_by), "time": clock_time(row.saved_at)},
    }
