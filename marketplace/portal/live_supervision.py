"""The supervisor's page of a challenge follows what it shows, before the opening attempts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.challenges.models import Challenge
from marketplace.challenges.timeline import BEFORE_THE_OPENING
from marketplace.notifications.topics import register_topic
from marketplace.portal import live_board, supervision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.journal.models import Entry

SUPERVISED: Final = "supervised"

KINDS: Final = frozenset({*live_board.KINDS, *BEFORE_THE_OPENING, "share_handed"})
"""The entries that change what the page shows at some time."""


def may_follow(user: Any, number: str) -> bool:
    """Return whether a person supervises the body that listed a challenge."""
    rows = Challenge.objects.supervised_by(user)
    return user.is_authenticated and rows.filter(demand__lifecycle__number=number.upper()).exists()


def numbers(entry: Entry) -> Iterator[str]:
    """Yield the number of the challenge that an entry is about, where its supervisor reads of it.

    Until the opening is over that is what everybody reads, and the attempts to open.
    """
    about = live_board.challenge_about(entry)
    if entry.kind == "opening_attempted":
        about = {"opening_attempts": entry.subject_key}
    listed = Challenge.objects.filter(demand__lifecycle__number__isnull=False, **about)
    for challenge in listed.for_rows():
        if entry.kind in BEFORE_THE_OPENING or supervision.is_opened(challenge):
            yield str(challenge.demand.lifecycle.number)


def register() -> None:
    """Make the topic known."""
    register_topic(
        SUPERVISED,
        may_follow=may_follow,
        fragment=supervision.challenge,
        changed_by=dict.fromkeys(KINDS, numbers),
    )
