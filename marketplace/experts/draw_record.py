"""The record of a draw: what was promised before, what was drawn from, and how to repeat it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from marketplace.core.canonical import canonical_json, digest
from marketplace.experts.drawing import Candidate, Panel, Rules, Stratum, UnfillableError, draw

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Promise:
    """What is fixed before anybody knows the public input: subject, rules, its source, a secret."""

    subject: str
    rules: Rules
    source: str
    secret: str

    @property
    def commitment(self) -> str:
        """Return the SHA-256 that is published; it tells nothing of the secret's 256 bits."""
        return digest({"promise": VERSION, **asdict(self)})

    def seed(self, public_input: str) -> bytes:
        """Return the seed: neither the secret nor the public input alone determines it."""
        said = {"seed": VERSION, "commitment": self.commitment, "secret": self.secret}
        text = canonical_json({**said, "public": plain(public_input)})
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Replay:
    """What a repetition found: each answer of the record that does not come out again."""

    panel: dict[str, Any] | None
    faults: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Return whether everything came out as recorded."""
        return not self.faults


def plain(text: str) -> str:
    """Return a public input as it counts: half-width, without spaces around and between."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def record_of(promise: Promise, pool: Iterable[Candidate], *, public_input: str) -> dict[str, Any]:
    """Draw, and return the whole record as plain data; UnfillableError where that cannot be."""
    candidates = sorted(pool, key=lambda one: one.key)
    rows = [_row(one) for one in candidates]
    panel = draw(candidates, promise.rules, seed=promise.seed(public_input))
    return {
        "version": VERSION,
        "subject": promise.subject,
        "rules": json.loads(canonical_json(asdict(promise.rules))),
        "source": promise.source,
        "secret": promise.secret,
        "commitment": promise.commitment,
        "public_input": public_input,
        "pool": rows,
        "pool_digest": digest(rows),
        "panel": panel_data(panel),
    }


def replayed(record: dict[str, Any]) -> Replay:
    """Draw again from a record alone, and tell what differs from it; it may be damaged."""
    try:
        promise = promise_in(record)
        pool = [_candidate(row) for row in record["pool"]]
        panel = panel_data(draw(pool, promise.rules, seed=promise.seed(record["public_input"])))
    except (KeyError, TypeError, ValueError, AttributeError, UnfillableError):
        return Replay(None, ("record",))
    found = {
        "commitment": promise.commitment,
        "pool_digest": digest(record["pool"]),
        "panel": panel,
    }
    return Replay(panel, tuple(name for name in found if found[name] != record.get(name)))


def promise_in(record: dict[str, Any]) -> Promise:
    """Return the promise that a record tells; KeyError or TypeError for none."""
    return Promise(record["subject"], rules_in(record["rules"]), record["source"], record["secret"])


def rules_in(data: dict[str, Any]) -> Rules:
    """Return rules from plain data."""
    strata = tuple(Stratum(one["field"], one["seats"]) for one in data["strata"])
    return Rules(strata, data["alternates"])


def panel_data(panel: Panel) -> dict[str, Any]:
    """Return a panel as plain data."""
    return {
        "members": [[name, list(keys)] for name, keys in panel.members],
        "alternates": [[name, list(keys)] for name, keys in panel.alternates],
    }


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "key": candidate.key,
        "fields": sorted(candidate.fields),
        "employers": sorted(candidate.employers),
        "load": candidate.load,
    }


def _candidate(row: dict[str, Any]) -> Candidate:
    return Candidate(row["key"], tuple(row["fields"]), tuple(row["employers"]), row["load"])
