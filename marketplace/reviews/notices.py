"""What people are told of panels: experts of their call, staff of what is theirs to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.core import moments
from marketplace.experts.notices import keepers
from marketplace.experts.querysets import MANAGE
from marketplace.listings.people import handling_people
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency
from marketplace.reviews.models import Panel, Ranking, ReviewRound, Seat, SeatState
from marketplace.reviews.rounds import members_of

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

_KEEPS: Final = gettext_lazy("You keep the pool of experts.")
_EXAMPLE: Final = {
    "code": "2222-2222-2222",
    "number": "XQ-2026-0001",
    "demand": "示例：易涝点积水预报与联动",
    "vacant": False,
    "until": "2026-12-01T09:30:00+00:00",
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


def _called_only(entry: Entry) -> Iterable[User]:
    """Return the expert whose declaration is still due."""
    return _called(entry) if _seat(entry).state == SeatState.CALLED else []


def _passed_over(entry: Entry) -> Iterable[User]:
    """Return the expert whose place went on to another."""
    user = _seat(entry).expert.user
    return [] if user is None else [user]


def _keepers(entry: Entry) -> Iterable[User]:
    """Return the keepers but the expert whom it is about."""
    account = _seat(entry).expert.user_id
    return [person for person in keepers() if person.pk != account]


def _keepers_of_place(entry: Entry) -> Iterable[User]:
    """Return the keepers where a place became vacant, nobody for an alternate passed over."""
    return _keepers(entry) if _seat(entry).place is not None else []


@read_once
def _round(entry: Entry) -> ReviewRound:
    found: ReviewRound = ReviewRound.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _ranking(entry: Entry) -> Ranking:
    found: Ranking = Ranking.objects.for_rows().get(pk=entry.subject_key)
    return found


def _members(entry: Entry) -> Iterable[User]:
    """Return the members while the round goes on; nobody once it is over."""
    review = _round(entry)
    seats = members_of(review.panel) if review.is_scoring else []
    return [seat.expert.user for seat in seats if seat.expert.user is not None]


def _owners_people(entry: Entry) -> Iterable[User]:
    ranking = _ranking(entry)
    there = ranking.is_standing
    return handling_people(ranking.round.panel.challenge.demand.lifecycle) if there else []


def _facts(entry: Entry) -> Params:
    seat = _seat(entry)
    recusal = getattr(seat, "recusal", None)
    return {
        "code": seat.code,
        "vacant": recusal is not None and recusal.replacement_id is None,
        "until": seat.declare_by.isoformat() if seat.declare_by else "",
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
        permission=MANAGE,
        example=_EXAMPLE,
        **words,
    )


def _expert(name: str, *, title: Callable[[Params], str], **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": _facts,
        "text": _demand,
        "url": lambda facts: reverse("reviews:seat", args=[facts["code"]]),
        "action": gettext_lazy("Declare"),
        "icon": "user",
        "topic": Topic.APPROVALS,
        "urgency": Urgency.URGENT,
        "reason": gettext_lazy("You are in the pool of experts."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, title=title, **told | words)


def _declare_by(facts: Params) -> str:
    instant = moments.read(str(facts.get("until") or ""))
    if not instant:
        return _demand(facts)
    return _("%(demand)s; declare by %(instant)s") % {**facts, "instant": instant}


def _stepped_back(facts: Params) -> str:
    if facts["vacant"]:
        return _("A member of a panel stepped back, and no alternate is left")
    return _("A member of a panel stepped back; the next alternate is called")


KINDS: Final = (
    _expert(
        "seat_called",
        recipients=_called,
        title=lambda _facts: _("You were drawn for a panel; please declare whether you are free"),
        text=_declare_by,
        label=gettext_lazy("I was drawn for a panel"),
    ),
    _expert(
        "declaration_due_today",
        recipients=_called_only,
        title=lambda _facts: _("Your declaration for a panel is due today"),
        text=_declare_by,
        label=gettext_lazy("My declaration for a panel is due today"),
    ),
    _expert(
        "declaration_missed",
        recipients=_passed_over,
        title=lambda _facts: _("Your declaration did not come in time; your place went on"),
        url=lambda _facts: reverse("reviews:mine"),
        action=gettext_lazy("My reviews"),
        label=gettext_lazy("My place on a panel went on to somebody else"),
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
    Kind(
        name="scoring_opened",
        entry_kind="scoring_opened",
        recipients=_members,
        params=lambda entry: _challenge(_round(entry).panel),
        title=lambda _facts: _("Please score the bids and sign your sheet"),
        text=_demand,
        url=lambda _facts: reverse("reviews:mine"),
        action=gettext_lazy("Score"),
        icon="rule",
        topic=Topic.APPROVALS,
        urgency=Urgency.URGENT,
        label=gettext_lazy("My panel scores"),
        reason=gettext_lazy("You are in the pool of experts."),
        example=_EXAMPLE,
    ),
    Kind(
        name="ranking_frozen",
        entry_kind="ranking_frozen",
        recipients=_owners_people,
        organisations=lambda entry: [
            _ranking(entry).round.panel.challenge.demand.lifecycle.owner_id
        ],
        params=lambda entry: _challenge(_ranking(entry).round.panel),
        title=lambda _facts: _("The panel has frozen its ranking; the notice can be drafted"),
        text=_demand,
        url=lambda facts: reverse("reviews:rankings", args=[facts["number"]]),
        action=gettext_lazy("Read the ranking"),
        icon="rule",
        topic=Topic.APPROVALS,
        label=gettext_lazy("A panel has frozen its ranking"),
        reason=gettext_lazy("You handle this demand."),
        example=_EXAMPLE,
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
