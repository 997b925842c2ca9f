"""What the steps of a panel share: the lock, the question of permission, the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.actions import locked
from marketplace.core.refusals import mistakes
from marketplace.experts.permissions import is_self
from marketplace.journal.record import record
from marketplace.reviews.models import Panel

if TYPE_CHECKING:
    from django.db.models import Model

    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision
    from marketplace.reviews.models import Seat

_NEVER: Final = frozenset({"not_self", "not_staff", "self", "same_person"})


def locked_panel(panel: Panel) -> Panel:
    """Return a panel as it is now, with its challenge, under the lock of the demand's lifecycle."""
    challenge = locked(panel.challenge)
    found: Panel = Panel.objects.get(pk=panel.pk)
    found.challenge = challenge
    return found


def require(decision: Decision) -> None:
    """Raise a Refusal: 403 for whoever may never, 409 where something stands in the way."""
    decision.demand(status=403 if decision.code in _NEVER else 409)


def note(kind: str, subject: Model, *, panel: Panel, by: User | None) -> None:
    """Record a fact about a panel, a draw or a seat."""
    record(kind, subject, actor=by, data={"panel": panel.pk})


def note_seat(kind: str, seat: Seat, *, by: User | None) -> None:
    """Record a fact about a seat; what an expert does for themselves has no actor.

    So nothing in the journal ties an account to the code of an expert who has left.
    """
    own = by is not None and is_self(by, seat.expert)
    note(kind, seat, panel=seat.panel, by=None if own else by)


def said(text: str, *, model: type[Model], field: str, needed: bool = True) -> str:
    """Return words that a column takes; a Refusal beside their field for others."""
    words = text.strip()
    column: Any = model._meta.get_field(field)
    if needed and not words:
        raise mistakes({field: [_("This is missing.")]})
    try:
        if words:
            column.clean(words, None)
    except ValidationError as error:
        raise mistakes({field: error.messages}) from error
    return words
