"""A challenge's vault as its entries, read and written as a whole.

Every write makes a new key and all rows anew: a fixed number of envelopes of one size, real ones
among decoys, in random order and under random keys. `docs/decisions/` says why.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from django.db import transaction

from marketplace.bids import store
from marketplace.bids.entries import Entry, Ledger
from marketplace.bids.models import Envelope, Vault
from marketplace.challenges.models import Challenge
from marketplace.core.canonical import canonical_json
from marketplace.sealing.keepers import keeper
from marketplace.sealing.padding import padded, unpadded
from marketplace.sealing.suites import KEY_BYTES, new_key, seal, suite, unseal

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

    @classmethod
    def begin(cls, challenge: Challenge, *, at: datetime) -> Self:
        """Make the vault of a challenge, full of decoys."""
        book = cls(Vault(challenge=challenge, beat_at=at))
        book.write()
        return book

    @classmethod
    def read(cls, challenge: Challenge) -> Self:
        """Return the book of a challenge that is locked; Vault.DoesNotExist before it is listed."""
        vault = Vault.objects.get(challenge=challenge)
        key = _key_of(vault)
        rows = vault.envelopes.values_list("box", flat=True)
        ledger = Ledger.of(_opened(key, vault.box, context=_context(vault, "ledger")))
        return cls(vault, _entries(key, rows, vault=vault), ledger)

    def write(self, *, with_decoys: bool = True) -> None:
        """Renew key and rows, and settle the decoys; those too many go after the commit."""
        key, vault = new_key(), self.vault
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

    One statement reads key and rows, so that no write comes between them.
    """
    rows = Envelope.objects.filter(vault__challenge=challenge).select_related("vault")
    found = list(rows.defer("vault__box"))
    if not found:
        return {}
    vault = found[0].vault
    return _entries(_key_of(vault), [one.box for one in found], vault=vault)


def _entries(key: bytes, boxes: Any, *, vault: Vault) -> dict[int, Entry]:
    context = _context(vault, "envelope")
    plain = [_opened(key, box, context=context) for box in boxes]
    return {one["firm"]: Entry.of(one) for one in plain if one is not None}


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
