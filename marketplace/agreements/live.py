"""The page of a firm's own bids follows its task agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.agreements.models import Agreement
from marketplace.bids import live as bids
from marketplace.notifications.topics import changes_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry

_STEPS: Final = tuple(
    f"agreement_{one}"
    for one in (
        *("drafted", "offered", "handed_back", "taken_back", "agreed", "copy_sent"),
        *("copy_confirmed", "copy_rejected", "signed", "amended", "ended"),
    )
)


def of_firm(entry: Entry) -> Iterable[str]:
    """Return the keys of the people who act for the firm of an agreement."""
    return bids.of_firm(Agreement.objects.for_rows().filter(pk=entry.subject_key).first())


def register() -> None:
    """Let the page of the own bids follow."""
    changes_topic(bids.MINE, dict.fromkeys(_STEPS, of_firm))
