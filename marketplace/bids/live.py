"""My bids follow what everybody reads of challenges, and after the opening what is one's own.

The page of an opening follows its openers, attempts and record: the same with bids and without.

Before the opening no version is counted for who bids: a row that said whose page changed with a
challenge would tell who bids for it. So that page follows what moves any challenge for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.bids.models import Bid, BidPartner, FormalCheck
from marketplace.bids.people import bidders_of, partners_people
from marketplace.bids.views import openings, receipts
from marketplace.challenges.models import Challenge
from marketplace.claims.people import appliers_of
from marketplace.notifications.topics import register_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry

MINE: Final = "my_bids"
OPENING: Final = "opening"
EVERYBODY: Final = "all"

_STEPS: Final = (
    *("challenge_closed", "challenge_opened", "challenge_failed", "challenge_terminated"),
    *("challenge_noticed", "challenge_awarded", "challenge_delivering", "challenge_examining"),
    *("challenge_completed", "bids_opened", "bids_destroyed", "addendum_published"),
)
"""What everybody may know of, with and without bids alike."""

_OPENING: Final = (
    *("openers_named", "opener_ready", "opener_replaced"),
    *("share_rehearsed", "share_handed", "bids_opened"),
)

_CHECKS: Final = ("deficits_written", "deficits_cured", "bid_admitted", "bid_excluded")
_PARTNERS: Final = ("bid_partner_asked", "bid_partner_confirmed", "bid_partner_declined")


def may_follow(user: Any, key: str) -> bool:
    """Return whether a person may follow their own page, or what moves everybody's."""
    return bool(user.is_authenticated) and key in {EVERYBODY, str(user.pk)}


def keys_of(people: Iterable[User]) -> list[str]:
    """Return the keys by which people follow their own pages."""
    return [str(one.pk) for one in people]


def of_bid(bid: Bid) -> list[str]:
    """Return the keys of the people who bid for the body whose bid was opened."""
    return keys_of(bidders_of(bid))


def of_firm(row: Any | None) -> list[str]:
    """Return the keys of the people who act for the firm of a row; none where there is no row."""
    return [] if row is None else keys_of(appliers_of(row.firm.pk))


def of_everybody(_entry: Entry) -> Iterable[str]:
    """Return the key of what moves everybody's page."""
    return (EVERYBODY,)


def of_check(entry: Entry) -> Iterable[str]:
    """Return the keys of the people whose opened bid is being checked."""
    check = FormalCheck.objects.for_rows().filter(pk=entry.subject_key).first()
    return () if check is None else of_bid(check.bid)


def of_partner(entry: Entry) -> Iterable[str]:
    """Return the keys of the people of a partner, and of the body that names it."""
    partner = BidPartner.objects.for_rows().filter(pk=entry.subject_key).first()
    return () if partner is None else {*of_bid(partner.bid), *keys_of(partners_people(partner))}


def may_follow_opening(user: Any, number: str) -> bool:
    """Return whether a reader finds the page of an opening."""
    found = Challenge.objects.visible_to(user).filter(demand__lifecycle__number=number.upper())
    return any(openings.may_enter(user, one) for one in found.for_rows())


def number_of(entry: Entry) -> Iterable[str]:
    """Return the number of the demand whose openers or opening an entry is about."""
    key = entry.data.get("challenge", entry.subject_key)
    return _numbers(pk=key)


def number_attempted(entry: Entry) -> Iterable[str]:
    """Return the number of the demand whose bids somebody tried to open."""
    return _numbers(opening_attempts=entry.subject_key)


def number_of_demand(entry: Entry) -> Iterable[str]:
    """Return the number of the demand whose challenge moved along."""
    return _numbers(demand=entry.data["demand"])


def _numbers(**where: Any) -> Iterable[str]:
    listed = Challenge.objects.filter(demand__lifecycle__number__isnull=False, **where)
    return listed.values_list("demand__lifecycle__number", flat=True)


def register() -> None:
    """Make the topics known; rooms above let more change the own bids."""
    register_topic(
        OPENING,
        may_follow=may_follow_opening,
        fragment=openings.opening,
        changed_by={
            **dict.fromkeys(_OPENING, number_of),
            "opening_attempted": number_attempted,
            "challenge_closed": number_of_demand,
        },
    )
    register_topic(
        MINE,
        may_follow=may_follow,
        fragment=lambda request, _key: receipts.mine(request),
        changed_by={
            **dict.fromkeys(_STEPS, of_everybody),
            **dict.fromkeys(_CHECKS, of_check),
            **dict.fromkeys(_PARTNERS, of_partner),
        },
    )
