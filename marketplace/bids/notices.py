"""What bidders are told: their bids were opened, or destroyed unopened; before that nothing.

Each hears of its own bid alone, whether others bid or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.bids.book import entries_of
from marketplace.bids.models import Opening, OpeningState
from marketplace.challenges.models import Challenge
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.journal.models import Entry


@read_once
def _opening(entry: Entry) -> Opening:
    rows = Opening.objects.select_related("challenge__demand__lifecycle")
    found: Opening = rows.get(pk=entry.subject_key)
    return found


@read_once
def _ended(entry: Entry) -> Challenge:
    found: Challenge = Challenge.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _firms(entry: Entry) -> list[int]:
    challenge = _ended(entry) if entry.kind == "bids_destroyed" else _opening(entry).challenge
    entries = entries_of(challenge)
    return [firm for firm, one in entries.items() if one.state in {"sealed", "destroyed"}]


def _bidders(entry: Entry) -> QuerySet[User]:
    members = Membership.objects.able_to(Role.BIDDER).filter(organisation__in=_firms(entry))
    return User.objects.filter(pk__in=members.values("user"), is_active=True)


def _facts(entry: Entry) -> Params:
    opening = _opening(entry)
    return {
        "demand": opening.challenge.demand.title,
        "number": opening.challenge.demand.lifecycle.number,
        "is_opened": opening.state == OpeningState.FINISHED,
    }


def _destroyed_facts(entry: Entry) -> Params:
    demand = _ended(entry).demand
    return {"demand": demand.title, "number": demand.lifecycle.number}


def _title(facts: Params) -> str:
    if facts["is_opened"]:
        return _("Your bid was opened")
    return _("Too few bids came in: yours was destroyed unopened")


_EXAMPLE: Final = {"demand": "示例：近岸集群避碰", "number": "XQ-0000-0000", "is_opened": True}

KINDS = (
    Kind(
        name="bids_opened",
        entry_kind="bids_opened",
        recipients=_bidders,
        organisations=_firms,
        params=_facts,
        title=_title,
        text=lambda facts: str(facts["demand"]),
        url=lambda facts: reverse("bids:opening", args=[facts["number"]]),
        action=gettext_lazy("Opening record"),
        icon="seal",
        topic=Topic.APPLICATIONS,
        urgency=Urgency.LEGAL,
        label=gettext_lazy("The bids of a challenge were opened"),
        reason=gettext_lazy("You bid in your organisation's name."),
        example=_EXAMPLE,
    ),
    Kind(
        name="bids_destroyed",
        entry_kind="bids_destroyed",
        recipients=_bidders,
        organisations=_firms,
        params=_destroyed_facts,
        title=lambda _facts: _("The challenge has ended: your bid was destroyed unopened"),
        text=lambda facts: str(facts["demand"]),
        url=lambda _facts: reverse("bids:mine"),
        action=gettext_lazy("My bids"),
        icon="seal",
        topic=Topic.APPLICATIONS,
        urgency=Urgency.LEGAL,
        label=gettext_lazy("A challenge ended before our bid was opened"),
        reason=gettext_lazy("You bid in your organisation's name."),
        example=_EXAMPLE,
    ),
)
