"""A challenge's vault as its entries, read and written as a whole.

Every write makes a new key and all rows anew: a fixed number of envelopes of one size, real ones
among decoys, in random order and under random keys. `docs/decisions/` says why.

An envelope that does not open, because its row was altered, is passed over; of a bid that is lost
with it, or with a row that is gone, the ledger still knows receipt, commitment and bidder.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from django.db import transaction
from django.db.models import CharField, Value
from django.utils.translation import gettext_lazy as _

from marketplace.bids import store
from marketplace.bids.entries import Entry, Ledger
from marketplace.bids.models import Envelope, Vault
from marketplace.challenges.models import Challenge
from marketplace.core.canonical import canonical_json
from marketplace.core.refusals import Refusal
from marketplace.sealing.keepers import keeper
from marketplace.sealing.padding import padded, unpadded
from marketplace.sealing.suites import (
    KEY_BYTES,
    BrokenSealError,
    new_key,
    seal,
    suite,
    unseal,
)

logger = logging.getLogger(__name__)

Boxes = Iterable[bytes | memoryview]

BROKEN_VAULT: Final = "broken_vault"
UNREADABLE: Final = _(
    "The list of what is sealed in this challenge was altered or damaged, so nothing is written or"
    " opened. The portal's operator restores it from a backup; otherwise the challenge ends with"
    " the reason that its bids cannot be opened."
)

ENVELOPES: Final = 32
"""How many envelopes a vault has; twice, four times … as many once they do not suffice."""

ENVELOPE_BYTES: Final = 4096
LEDGER_BYTES: Final = 64 * 1024


@dataclass(slots=True)
class Book:
    """The entries of a vault by body, and its ledger; saved by `write` under the lifecycle lock."""

    vault: Vault
    entries: dict[int, Entry] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    broken: int = 0
    """How many of its envelopes do not open, which the next write takes away and counts."""

    @classmethod
    def begin(cls, challenge: Challenge, *, at: datetime) -> Self:
        """Make the vault of a challenge, full of decoys."""
        book = cls(Vault(challenge=challenge, beat_at=at))
        book.write()
        return book

    @classmethod
    def read(cls, challenge: Challenge) -> Self:
        """Return the book of a challenge that is locked.

        Refusal where there is none yet, or the ledger is broken: without it nobody knows what the
        vault must hold.
        """
        vault = Vault.objects.filter(challenge=challenge).first()
        if vault is None:
            raise Refusal(_("Bids are not taken yet."), code="no_vault", status=409)
        try:
            key = _key_of(vault)
            ledger = _ledger(key, vault)
        except BrokenSealError as error:
            logger.exception("the ledger of the vault of challenge %s is broken", challenge.pk)
            raise Refusal(UNREADABLE, code=BROKEN_VAULT, status=409) from error
        boxes = list(vault.envelopes.values_list("box", flat=True))
        entries, broken = _entries(key, boxes, vault=vault)
        ledger.mend(entries)
        return cls(vault, entries, ledger, broken)

    @classmethod
    def rest(cls, challenge: Challenge) -> Self:
        """Return what opens of a vault whose ledger is broken, under an empty ledger."""
        return cls(Vault.objects.get(challenge=challenge), entries_of(challenge))

    def write(self, *, with_decoys: bool = True) -> None:
        """Renew key and rows, and settle the decoys; those too many go after the commit."""
        key, vault = new_key(), self.vault
        self.ledger.broken, self.broken = self.ledger.broken + self.broken, 0
        if with_decoys:
            self._balance()
        vault.wrapped = keeper().wrap(key, context=_context(vault, "vault"))
        vault.box = _closed(key, self.ledger.plain(), context=_context(vault, "ledger"))
        vault.save()
        vault.envelopes.all().delete()
        Envelope.objects.bulk_create(self._envelopes(key))

    def keep(self, entry: Entry, **act: Any) -> None:
        """Put an entry in, note what was done where something was, and write the book."""
        before = self.entries.get(entry.firm)
        self.entries[entry.firm] = entry
        if act:
            self.ledger.acts.append({"firm": entry.firm, **act})
        self.write()
        gone = {*before.files()} - {*entry.files()} if before else set()
        transaction.on_commit(lambda: store.drop(gone))

    def _balance(self) -> None:
        """Let decoys and real pieces together be a multiple of what a challenge begins with."""
        real = sum(kept.pieces for entry in self.entries.values() for kept in entry.files())
        surplus = self.ledger.decoys.settle(real)
        transaction.on_commit(lambda: store.remove(surplus))

    def _envelopes(self, key: bytes) -> list[Envelope]:
        rows = [self._real(key, entry) for entry in self.entries.values()]
        number = ENVELOPES
        while number < len(rows):
            number *= 2
        rows += [self._decoy(key) for _ in range(number - len(rows))]
        secrets.SystemRandom().shuffle(rows)
        return rows

    def _real(self, key: bytes, entry: Entry) -> Envelope:
        token = suite().keyed_digest(key, f"firm:{entry.firm}".encode()).hex()
        return self._row(key, token, content=entry.plain())

    def _decoy(self, key: bytes) -> Envelope:
        return self._row(key, secrets.token_hex(KEY_BYTES), content=None)

    def _row(self, key: bytes, token: str, *, content: object) -> Envelope:
        text = padded(canonical_json(content).encode(), size=ENVELOPE_BYTES)
        box = seal(key, text, context=_context(self.vault, "envelope"))
        return Envelope(vault=self.vault, token=token, box=box)


def entries_of(challenge: Challenge) -> dict[int, Entry]:
    """Return a challenge's entries by body without its lock; none before it is listed.

    One statement reads key, ledger and rows, so that no write comes between them. Where the ledger
    is broken the entries are those that open.
    """
    rows = Envelope.objects.filter(vault__challenge=challenge).order_by()
    vaults = Vault.objects.filter(challenge=challenge).order_by()
    of_vault = Value("", output_field=CharField())
    found = list(
        vaults.values_list(of_vault, "box", "wrapped").union(
            rows.values_list("token", "box", "vault__wrapped"), all=True
        )
    )
    boxes = [box for token, box, _wrapped in found if token]
    for token, box, wrapped in found:
        if not token:
            vault = Vault(challenge=challenge, wrapped=wrapped, box=box)
            return _mended(vault, boxes)
    return {}


def _mended(vault: Vault, boxes: Boxes) -> dict[int, Entry]:
    entries: dict[int, Entry] = {}
    try:
        key = _key_of(vault)
        entries, _broken = _entries(key, boxes, vault=vault)
        _ledger(key, vault).mend(entries)
    except BrokenSealError:
        logger.exception("the vault of challenge %s is broken", vault.challenge_id)
    return entries


def _entries(key: bytes, boxes: Boxes, *, vault: Vault) -> tuple[dict[int, Entry], int]:
    """Return what opens by body, and how many boxes do not."""
    context = _context(vault, "envelope")
    entries: dict[int, Entry] = {}
    broken = 0
    for box in boxes:
        try:
            plain = _opened(key, box, context=context)
        except BrokenSealError:
            broken += 1
            continue
        if plain is not None:
            entries[plain["firm"]] = Entry.of(plain)
    if broken:
        logger.error("%s envelopes of challenge %s are broken", broken, vault.challenge_id)
    return entries, broken


def _ledger(key: bytes, vault: Vault) -> Ledger:
    return Ledger.of(_opened(key, vault.box, context=_context(vault, "ledger")))


def _key_of(vault: Vault) -> bytes:
    return keeper().unwrap(bytes(vault.wrapped), context=_context(vault, "vault"))


def _closed(key: bytes, content: object, *, context: tuple[str, ...]) -> bytes:
    text = canonical_json(content).encode()
    size = LEDGER_BYTES
    while size < len(text) + 8:
        size *= 2
    return seal(key, padded(text, size=size), context=context)


def _opened(key: bytes, box: bytes | memoryview, *, context: tuple[str, ...]) -> Any:
    return json.loads(unpadded(unseal(key, bytes(box), context=context)))


def _context(vault: Vault, purpose: str) -> tuple[str, ...]:
    return (purpose, f"challenge:{vault.challenge_id}")
