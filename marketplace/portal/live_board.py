"""The command board follows the challenges that its reader runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.challenges.models import Challenge
from marketplace.challenges.permissions import OFFICERS
from marketplace.claims.people import portal_staff
from marketplace.notifications.topics import register_topic
from marketplace.organisations.models import Membership
from marketplace.portal import board

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.journal.models import Entry

BOARD: Final = "board"

_OF_CHALLENGES: Final = (
    *("handed_in", "taken_back", "handed_back", "argued", "argued_down", "published", "closed"),
    *("opened", "failed", "terminated", "withdrawn", "noticed", "awarded"),
    *("delivering", "examining", "completed"),
)
_OF_BIDS: Final = (
    *("openers_named", "opener_replaced", "share_rehearsed", "bids_opened"),
    *("deficits_written", "deficits_cured", "exclusion_proposed", "exclusion_turned_down"),
    *("bid_admitted", "bid_excluded"),
)
"""Nothing that tells before the opening whether somebody bids."""
_OF_PANELS: Final = (
    *("draw_promised", "draw_dropped", "draw_held", "panel_drawn", "panel_seated"),
    *("panel_vacated", "panel_dismissed", "seat_called"),
    *("scoring_opened", "scoring_ranked", "scoring_replaced", "scoring_dropped"),
)
_OF_AWARDS: Final = (
    *(f"result_notice_{one}" for one in ("shown", "cancelled", "settled", "superseded")),
    *(f"objection_{one}" for one in ("filed", "withdrawn", "rejected", "upheld")),
    *(f"succession_{one}" for one in ("named", "withdrawn", "asked", "stood", "declined")),
    *(f"succession_{one}" for one in ("lapsed", "passed_over")),
)
_OF_AGREEMENTS: Final = tuple(
    f"agreement_{one}"
    for one in (
        *("drafted", "offered", "handed_back", "taken_back", "agreed"),
        *("copy_sent", "copy_confirmed", "copy_rejected", "signed", "ended"),
    )
)
_OF_DELIVERIES: Final = (
    *(f"delivery_{one}" for one in ("begun", "handed_in", "running", "accepted")),
    *("delivery_stopped", "delivery_failed", "acceptance_appraised", "acceptance_heard"),
    *(f"checkpoint_{one}" for one in ("submitted", "returned", "passed")),
    *(f"gate_{one}" for one in ("proposed", "decided", "refused")),
    "change_approved",
)
KINDS: Final = (
    *(f"challenge_{one}" for one in _OF_CHALLENGES),
    *_OF_BIDS,
    *_OF_PANELS,
    *_OF_AWARDS,
    *_OF_AGREEMENTS,
    *_OF_DELIVERIES,
)
"""The entries that move a row of the board, of every room that feeds it."""


def may_follow(user: Any, key: str) -> bool:
    """Return whether a person has a board of their own."""
    return str(user.pk) == key and board.has_board(user)


def keys(entry: Entry) -> Iterator[str]:
    """Yield the keys of those who run the challenge that an entry is about."""
    rows = Challenge.objects.filter(**challenge_about(entry)).for_rows()
    for challenge in rows:
        yield from (str(pk) for pk in people_who_run(challenge))


def people_who_run(challenge: Challenge) -> set[int]:
    """Return the keys of the people on whose boards a challenge stands: its officers, and staff."""
    lifecycle = challenge.demand.lifecycle
    members = Membership.objects.filter(organisation=lifecycle.owner_id, role__in=OFFICERS)
    if lifecycle.unit_id is not None:
        members = members.filter(Q(unit=None) | Q(unit=lifecycle.unit_id))
    officers = User.objects.filter(pk__in=members.values("user"), is_active=True)
    return {one.pk for one in (*officers, *portal_staff())}


def register() -> None:
    """Make the topic known."""
    register_topic(
        BOARD,
        may_follow=may_follow,
        fragment=lambda request, _key: board.board(request),
        changed_by=dict.fromkeys(KINDS, keys),
    )


def challenge_about(entry: Entry) -> dict[str, Any]:
    """Return by what a challenge is found: named in the entry, or its subject."""
    fields = {"challenge": "pk", "demand": "demand", "panel": "panel"}
    for name, field in fields.items():
        if name in entry.data:
            return {field: entry.data[name]}
    return {"pk": entry.subject_key}
