"""What one envelope holds of one body: its draft, its sealed bid, and where their files lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Self

from marketplace.bids.decoys import Decoys
from marketplace.bids.store import Kept, mark_of
from marketplace.bids.transitions import BID

DRAFTED: Final = "drafted"
SEALED: Final = "sealed"
WITHDRAWN: Final = "withdrawn"
DESTROYED: Final = "destroyed"

_NO_FILE: Final = Kept("", 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a body writes before it submits: the key of its files, the text, the attachments."""

    key: str
    text: Kept
    files: tuple[Kept, ...] = ()
    saved_at: str = ""
    saved_by: int = 0

    @property
    def mark(self) -> str:
        """Return what an editor hands back to say which draft it was that they changed."""
        return mark_of(self.text)

    def all_files(self) -> tuple[Kept, ...]:
        """Return every file of the draft."""
        return (self.text, *self.files)


@dataclass(frozen=True, slots=True)
class SealedBid:
    """A bid as it was sealed: what its receipt says, and its key under the locks."""

    receipt: str
    commitment: str
    at: str
    by: int
    version: int
    locked: str
    text: Kept
    files: tuple[Kept, ...] = ()
    own: str = ""
    """The data key under a passphrase of the bidder, where one was given."""
    key: str = ""
    """The idempotency key that it came with."""
    state: str = SEALED

    @classmethod
    def of_act(cls, act: dict[str, Any]) -> Self:
        """Return what the ledger knows of a bid whose envelope is broken or gone."""
        return cls(
            receipt=act["receipt"],
            commitment=act["commitment"],
            at=act["at"],
            by=act["by"],
            version=act["version"],
            locked="",
            text=_NO_FILE,
            state=act["verb"],
        )

    @property
    def is_damaged(self) -> bool:
        """Return whether a bid counts as sealed of which nothing but its receipt is left."""
        return self.state == SEALED and not self.locked

    def all_files(self) -> tuple[Kept, ...]:
        """Return every file of the bid."""
        return (self.text, *self.files)

    def withdrawn(self) -> Self:
        """Return what stays of a bid that was taken back; Refusal when the machine forbids it."""
        return self._emptied("withdraw")

    def destroyed(self) -> Self:
        """Return what stays of a bid that was too lonely to be opened: its receipt."""
        return self._emptied("destroy")

    def _emptied(self, verb: str) -> Self:
        state = BID.target(verb, self.state)
        return replace(self, state=state, locked="", own="", files=(), text=_NO_FILE)


@dataclass(slots=True)
class Entry:
    """What one body has in a challenge's vault."""

    firm: int
    draft: Draft | None = None
    bid: SealedBid | None = None

    @property
    def state(self) -> str:
        """Return how far the body's bid has come."""
        return self.bid.state if self.bid else DRAFTED

    @property
    def is_sealed(self) -> bool:
        """Return whether a bid of the body waits for the opening."""
        return self.state == SEALED

    def files(self) -> Iterator[Kept]:
        """Yield every file that the entry names."""
        if self.draft:
            yield from self.draft.all_files()
        if self.bid and self.is_sealed:
            yield from self.bid.all_files()

    def plain(self) -> dict[str, Any]:
        """Return the entry as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Return the entry of plain values."""
        draft, bid = plain["draft"], plain["bid"]
        return cls(
            plain["firm"],
            Draft(**_with_files(draft)) if draft else None,
            SealedBid(**_with_files(bid)) if bid else None,
        )


@dataclass(slots=True)
class Ledger:
    """What the vault's own box holds: decoys, and what was done, the first thing first."""

    decoys: Decoys = field(default_factory=Decoys)
    acts: list[dict[str, Any]] = field(default_factory=list)
    told: int = 0
    """How many of the acts the journal has a sealed entry of."""
    broken: int = 0
    """How many envelopes did not open when the vault was written, whatever they held."""
    cleared: bool = False
    """Whether the vault was emptied for good."""

    def mend(self, entries: dict[int, Entry]) -> None:
        """Put what was done last in the place of a bid whose envelope is broken or gone."""
        for firm, act in {one["firm"]: one for one in self.acts}.items():
            entry = entries.setdefault(firm, Entry(firm))
            if entry.bid is None or entry.bid.receipt != act["receipt"]:
                entry.bid = SealedBid.of_act(act)

    def plain(self) -> dict[str, Any]:
        """Return the ledger as plain values."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Return the ledger of plain values."""
        decoys = Decoys(**plain["decoys"])
        cleared = plain.get("cleared", False)
        return cls(decoys, plain["acts"], plain["told"], plain.get("broken", 0), cleared)


def _with_files(plain: dict[str, Any]) -> dict[str, Any]:
    files = tuple(Kept(**one) for one in plain["files"])
    return {**plain, "text": Kept(**plain["text"]), "files": files}
