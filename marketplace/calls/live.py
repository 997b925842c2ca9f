"""The board of a round follows the replies as they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.calls.models import Round
from marketplace.calls.views import board
from marketplace.notifications.topics import register_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry

_REPLIES = (
    "reply_asked",
    "reply_answered",
    "reply_none_said",
    "reply_taken_back",
    "reply_overdue",
)
_ROUNDS = ("round_opened", "round_extended", "round_closed")


def may_follow(user: Any, key: str) -> bool:
    """Return whether a person may read the board of a round."""
    return key.isdecimal() and Round.objects.run_by(user).filter(pk=int(key)).exists()


def of_reply(entry: Entry) -> Iterable[str]:
    """Return the key of the round that a reply belongs to."""
    return (str(entry.data["round"]),)


def of_round(entry: Entry) -> Iterable[str]:
    """Return the key of the round that an entry is about."""
    return (entry.subject_key,)


def register() -> None:
    """Make the topic known."""
    register_topic(
        "round",
        may_follow=may_follow,
        fragment=board.board,
        changed_by={**dict.fromkeys(_REPLIES, of_reply), **dict.fromkeys(_ROUNDS, of_round)},
    )
