"""What partners, bidders and officers are told of a formal check; never what others bid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.bids import people
from marketplace.bids.models import BidPartner, FormalCheck
from marketplace.core import moments
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _check(entry: Entry) -> FormalCheck:
    found: FormalCheck = FormalCheck.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _partner(entry: Entry) -> BidPartner:
    found: BidPartner = BidPartner.objects.for_rows().get(pk=entry.subject_key)
    return found


def _bidders(entry: Entry) -> Iterable[User]:
    return people.bidders_of(_check(entry).bid)


def _officers(entry: Entry) -> Iterable[User]:
    return people.officers_of(_check(entry).bid.challenge)


def _deciders(entry: Entry) -> Iterable[User]:
    return people.deciders_of(_check(entry))


def _facts(entry: Entry) -> Params:
    bid, due = _check(entry).bid, _check(entry).due_at
    return {
        "demand": bid.challenge.demand.title,
        "receipt": bid.receipt,
        "until": due.isoformat() if due else "",
    }


def _partner_facts(entry: Entry) -> Params:
    partner = _partner(entry)
    return {
        "demand": partner.bid.challenge.demand.title,
        "receipt": partner.bid.receipt,
        "partner": partner.name,
        "lead": partner.bid.firm.name,
        "key": partner.pk,
    }


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _due(facts: Params) -> str:
    instant = moments.read(str(facts["until"]))
    return _("%(demand)s; to be completed by %(instant)s") % {**facts, "instant": instant}


def _page(facts: Params) -> str:
    return reverse("bids:formal", args=[facts["receipt"]])


_EXAMPLE: Final = {
    "demand": "示例：近岸集群避碰",
    "receipt": "0000-0000-0000",
    "until": "2026-12-01T09:30:00+00:00",
    "partner": "示例：海联智航有限公司",
    "lead": "示例：鹭岛感知有限公司",
    "key": 1,
}


def _kind(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _bidders,
        "organisations": lambda entry: [_check(entry).bid.firm_id],
        "params": _facts,
        "text": _demand,
        "url": _page,
        "action": gettext_lazy("Formal check"),
        "icon": "seal",
        "topic": Topic.APPLICATIONS,
        "reason": gettext_lazy("You bid in your organisation's name."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


def _owner(entry: Entry) -> list[int]:
    return [_check(entry).bid.challenge.demand.lifecycle.owner_id]


_OFFICERS: Final[dict[str, Any]] = {
    "organisations": _owner,
    "urgency": Urgency.URGENT,
    "reason": gettext_lazy("Your unit runs this challenge."),
}


def _answered(name: str, **words: Any) -> Kind:
    return _kind(
        name,
        recipients=lambda entry: people.bidders_of(_partner(entry).bid),
        organisations=lambda entry: [_partner(entry).bid.firm_id],
        params=_partner_facts,
        **words,
    )


KINDS = (
    _kind(
        "bid_partner_asked",
        recipients=lambda entry: people.partners_people(_partner(entry)),
        organisations=lambda entry: (
            [_partner(entry).organisation_id] if _partner(entry).organisation_id else []
        ),
        params=_partner_facts,
        label=gettext_lazy("A bid names my organisation as its partner"),
        title=lambda facts: _("%(lead)s names you as a partner: please answer") % facts,
        url=lambda facts: reverse("bids:partner", args=[facts["key"]]),
        action=gettext_lazy("Answer"),
        urgency=Urgency.LEGAL,
        reason=gettext_lazy("A bid was opened that names your organisation."),
    ),
    _answered(
        "bid_partner_confirmed",
        label=gettext_lazy("A partner has confirmed its part in our bid"),
        title=lambda facts: _("%(partner)s has confirmed its part in your bid") % facts,
    ),
    _answered(
        "bid_partner_declined",
        label=gettext_lazy("A partner has declined its part in our bid"),
        title=lambda facts: _("%(partner)s has declined its part in your bid") % facts,
        urgency=Urgency.URGENT,
    ),
    _kind(
        "deficits_written",
        label=gettext_lazy("Our bid is formally incomplete"),
        title=lambda _facts: _("Your bid is formally incomplete: please complete it"),
        text=_due,
        urgency=Urgency.LEGAL,
    ),
    _kind(
        "deficits_cured",
        recipients=_officers,
        label=gettext_lazy("A bidder has completed its bid"),
        title=lambda _facts: _("A bidder has completed its bid"),
        **_OFFICERS,
    ),
    _kind(
        "exclusion_proposed",
        recipients=_deciders,
        permission=MODERATE,
        label=gettext_lazy("It was proposed not to admit a bid"),
        title=lambda _facts: _("It was proposed not to admit a bid: please decide"),
        **_OFFICERS,
    ),
    _kind(
        "bid_admitted",
        label=gettext_lazy("Our bid is admitted to the review"),
        title=lambda _facts: _("Your bid is admitted to the review"),
        urgency=Urgency.LEGAL,
    ),
    _kind(
        "bid_excluded",
        label=gettext_lazy("Our bid is not admitted to the review"),
        title=lambda _facts: _("Your bid is not admitted to the review"),
        urgency=Urgency.LEGAL,
    ),
)
