"""What people are told of panels: experts of their call, staff of what is theirs to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.experts.notices import keepers
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency
from marketplace.reviews.models import Panel, Seat, SeatState

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

_KEEPS: Final = gettext_lazy("You keep the pool of experts.")
_EXAMPLE: Final = {
    "code": "2222-2222-2222",
    "number": "XQ-2026-0001",
    "demand": "示例：易涝点积水预报与联动",
    "vacant": False,
}


@read_once
def _seat(entry: Entry) -> Seat:
    found: Seat = Seat.objects.for_rows().get(pk=entry.subject_key)
    return found


def _called(entry: Entry) -> Iterable[User]:
    """Return the expert who holds the place; nobody once they have stepped back from it."""
    seat = _seat(entry)
    there = seat.state in (SeatState.CALLED, SeatState.SITTING)
    return [seat.expert.user] if there and seat.expert.user is not None else []


def _keepers(entry: Entry) -> Iterable[User]:
    """Return the keepers but the expert whom it is about."""
    account = _seat(entry).expert.user_id
    return [person for person in keepers() if person.pk != account]


def _keepers_of_place(entry: Entry) -> Iterable[User]:
    """Return the keepers where a place became vacant, nobody for an alternate passed over."""
    return _keepers(entry) if _seat(entry).place is not None else []


def _facts(entry: Entry) -> Params:
    seat = _seat(entry)
    recusal = getattr(seat, "recusal", None)
    return {
        "code": seat.code,
        "vacant": recusal is not None and recusal.replacement_id is None,
        **_challenge(seat.panel),
    }


def _panel_facts(entry: Entry) -> Params:
    return _challenge(Panel.objects.for_rows().get(pk=entry.subject_key))


def _challenge(panel: Panel) -> dict[str, Any]:
    demand = panel.challenge.demand
    return {"number": demand.lifecycle.number, "demand": demand.title}


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _panel_page(facts: Params) -> str:
    return reverse("reviews:panel", args=[facts["number"]])


def _staff(name: str, entry_kind: str, *, title: Callable[[Params], str], **words: Any) -> Kind:
    return Kind(
        name=name,
        entry_kind=entry_kind,
        title=title,
        text=_demand,
        url=_panel_page,
        icon="rule",
        topic=Topic.APPROVALS,
        reason=_KEEPS,
        example=_EXAMPLE,
        **words,
    )


def _stepped_back(facts: Params) -> str:
    if facts["vacant"]:
        return _("A member of a panel stepped back, and no alternate is left")
    return _("A member of a panel stepped back; the next alternate is called")


KINDS: Final = (
    Kind(
        name="seat_called",
        entry_kind="seat_called",
        recipients=_called,
        params=_facts,
        title=lambda _facts: _("You were drawn for a panel; please declare whether you are free"),
        text=_demand,
        url=lambda facts: reverse("reviews:seat", args=[facts["code"]]),
        action=gettext_lazy("Declare"),
        icon="user",
        topic=Topic.APPROVALS,
        urgency=Urgency.URGENT,
        label=gettext_lazy("I was drawn for a panel"),
        reason=gettext_lazy("You are in the pool of experts."),
        example=_EXAMPLE,
    ),
    _staff(
        "seat_recused",
        "seat_recused",
        title=_stepped_back,
        recipients=_keepers_of_place,
        params=_facts,
        urgency=Urgency.URGENT,
        label=gettext_lazy("A member of a panel stepped back"),
    ),
    _staff(
        "panel_seated",
        "panel_seated",
        title=lambda _facts: _("A panel is complete"),
        recipients=lambda _entry: keepers(),
        params=_panel_facts,
        label=gettext_lazy("A panel is complete"),
    ),
)
