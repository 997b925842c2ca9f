"""Bids as an expert reads them: under a letter of the expert's own, without who wrote them.

Letters follow from the portal's key, the seat and the receipt, so that they stay the same for one
expert, differ from one expert to the next, and tell nothing of names or of the order of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.crypto import salted_hmac

from marketplace.bids.attachments import attachment_of
from marketplace.bids.models import Bid
from marketplace.bids.proposals import shown
from marketplace.files.neutral import neutral_copy, neutral_name

if TYPE_CHECKING:
    from marketplace.reviews.models import Seat

_PURPOSE: Final = "marketplace.reviews.labels"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KEY_LENGTH: Final = 12
_HIDDEN: Final = frozenset({"partners", "files"})


@dataclass(frozen=True, slots=True)
class NeutralFile:
    """An attachment under a name that tells nothing, and its place from nought."""

    name: str
    media_type: str
    place: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A bid under its letter, with what it says and neither firm, partners nor file names."""

    label: str
    content: dict[str, Any]
    key: str
    """What names the bid in the addresses of this seat's pages, and nowhere else."""
    bid: Bid
    """The row itself, for actions; pages and templates draw nothing of it."""

    @property
    def files(self) -> list[NeutralFile]:
        """Return the attachments as experts may know them."""
        return [
            NeutralFile(
                neutral_name(one["media_type"], label=self.label, place=place + 1),
                one["media_type"],
                place,
            )
            for place, one in enumerate(self.bid.content.get("files", [])[: len(self.bid.files)])
        ]

    def read(self, file: NeutralFile) -> bytes:
        """Return an attachment without what says who made it; Refusal where that cannot be."""
        return neutral_copy(attachment_of(self.bid, file.place), file.media_type)


def labelled_bids(seat: Seat) -> list[Labelled]:
    """Return the admitted bids of a seat's challenge; the caller has asked whether one may look."""
    bids = Bid.objects.admitted().filter(challenge=seat.panel.challenge)
    ordered = sorted((_rank(seat, bid), bid.pk, bid) for bid in bids)
    return [
        Labelled(_letter(place), _neutral(bid), rank[:_KEY_LENGTH], bid)
        for place, (rank, _pk, bid) in enumerate(ordered)
    ]


def _rank(seat: Seat, bid: Bid) -> str:
    value = f"{seat.code}:{bid.receipt}"
    return salted_hmac(_PURPOSE, value, algorithm="sha256").hexdigest()


def _letter(place: int) -> str:
    """Return A to Z, then AA, AB …, for a place from 0."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, len(_LETTERS))
        text = _LETTERS[rest] + text
    return text


def _neutral(bid: Bid) -> dict[str, Any]:
    return {name: value for name, value in shown(bid.content).items() if name not in _HIDDEN}
