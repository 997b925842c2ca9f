"""What people are told of the next in the ranking; no message holds a price or a reason."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.awards import people
from marketplace.awards import succession_permissions as permissions
from marketplace.awards.models import Succession
from marketplace.bids.people import bidders_of, officers_of
from marketplace.challenges.permissions import OFFICERS
from marketplace.claims.people import applying_seat
from marketplace.core import moments
from marketplace.listings.people import seat_of
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry

_BIDDER: Final = gettext_lazy("Your organisation takes part in this challenge.")


@read_once
def _succession(entry: Entry) -> Succession:
    found: Succession = Succession.objects.for_rows().get(pk=entry.subject_key)
    return found


def _officers(entry: Entry) -> Iterable[User]:
    return officers_of(_succession(entry).challenge)


def _approvers(entry: Entry) -> Iterable[User]:
    """Return the officers who may agree to the naming; nobody once somebody has."""
    return [one for one in _officers(entry) if permissions.may_ask(one, _succession(entry))]


def _firm(entry: Entry) -> Iterable[User]:
    return bidders_of(_succession(entry).bid)


def _firm_while_asked(entry: Entry) -> Iterable[User]:
    return _firm(entry) if _succession(entry).state == Succession.State.ASKED else ()


def _supervisors(entry: Entry) -> Iterable[User]:
    return people.supervisors_of(_succession(entry).challenge)


def _owners_side(entry: Entry) -> Iterable[User]:
    return set(chain(_officers(entry), _supervisors(entry)))


def _owner(entry: Entry) -> list[Seat]:
    """Return the places of the handling unit's officers and of the owner's supervisor."""
    lifecycle = _succession(entry).challenge.demand.lifecycle
    supervising = Seat(lifecycle.owner_id, frozenset({Role.SUPERVISOR.value}))
    return [seat_of(lifecycle, roles=OFFICERS), supervising]


def _firms(entry: Entry) -> list[Seat]:
    return [applying_seat(_succession(entry).bid.firm_id)]


def _facts(entry: Entry) -> Params:
    succession = _succession(entry)
    demand = succession.challenge.demand
    return {
        "demand": demand.title,
        "number": demand.lifecycle.number or "",
        "until": succession.answers_until.isoformat() if succession.answers_until else "",
    }


def _title(facts: Params) -> str:
    return str(facts["demand"])


def _until(facts: Params) -> str:
    instant = moments.read(str(facts["until"] or ""))
    return _("%(demand)s; to be answered by %(instant)s") % {**facts, "instant": instant}


_EXAMPLE: Final = {
    "demand": "示例：台风过程多灾种耦合预报",
    "number": "XQ-0000-0000",
    "until": "2026-12-01T09:30:00+00:00",
}


def _kind(name: str, *, title: Any, entry_kind: str = "", **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _owners_side,
        "organisations": _owner,
        "params": _facts,
        "text": _title,
        "url": lambda facts: reverse("awards:succession", args=[facts["number"]]),
        "action": gettext_lazy("Open the page of the next in the ranking"),
        "icon": "mega",
        "topic": Topic.APPLICATIONS,
        "urgency": Urgency.URGENT,
        "reason": gettext_lazy("You run this challenge, or supervise it."),
        "example": _EXAMPLE,
        "label": title,
    }
    return Kind(
        name=name, entry_kind=entry_kind or name, title=lambda _facts: str(title), **told | words
    )


def _to_firm(name: str, *, title: Any, entry_kind: str = "", **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _firm,
        "organisations": _firms,
        "url": lambda facts: reverse("awards:succession_answer", args=[facts["number"]]),
        "action": gettext_lazy("Read and answer"),
        "urgency": Urgency.LEGAL,
        "reason": _BIDDER,
    }
    return _kind(name, title=title, entry_kind=entry_kind, **told | words)


KINDS = (
    _kind(
        "succession_named",
        recipients=_approvers,
        title=gettext_lazy("The next in the ranking was named: an approver has to agree"),
    ),
    _to_firm(
        "succession_asked",
        text=_until,
        title=gettext_lazy("You are the next in the ranking: say whether you stand by your bid"),
    ),
    _kind(
        "succession_supervised",
        entry_kind="succession_asked",
        recipients=_supervisors,
        title=gettext_lazy("An award came to nothing, and the next in the ranking is asked"),
    ),
    _to_firm(
        "succession_due_today",
        recipients=_firm_while_asked,
        text=_until,
        title=gettext_lazy("Today is the last day to say whether you stand by your bid"),
    ),
    _kind(
        "succession_stood",
        title=gettext_lazy("The next in the ranking stands by its bid: show the result"),
    ),
    _kind(
        "succession_declined",
        title=gettext_lazy("The next in the ranking declined"),
    ),
    _kind(
        "succession_lapsed",
        title=gettext_lazy("The next in the ranking did not answer in time"),
    ),
    _to_firm(
        "succession_over",
        entry_kind="succession_lapsed",
        title=gettext_lazy("The period to say whether you stand by your bid is over"),
        action=gettext_lazy("Read"),
    ),
    _to_firm(
        "succession_passed_over",
        title=gettext_lazy("You were passed over: a condition is not met"),
        action=gettext_lazy("Read"),
    ),
)
