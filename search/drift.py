"""Where the index and the rows differ."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from search.builder import CHUNK, documents_of, published_keys
from search.chunks import chunks
from search.documents import withdrawn
from search.encoding import with_known_vectors
from search.engines.protocol import Engine


@dataclass(frozen=True, slots=True)
class Drift:
    """A listing that the index holds otherwise than its row: `missing`, `different`, `orphaned`."""

    key: str
    kind: str


def drifts(engine: Engine) -> list[Drift]:
    """Return every difference: each row against its document, then each document without a row.

    A row may change between the two readings; `recheck` tells whether a difference stays.
    """
    held = {one.key: one for one in engine.held()}
    found: list[Drift] = []
    for keys in chunks(published_keys(), CHUNK):
        for document in documents_of(dict.fromkeys(keys, 0)):
            one = held.pop(document.key, None)
            if one is None:
                found.append(Drift(document.key, "missing"))
            elif one.digest != document.digest:
                found.append(Drift(document.key, "different"))
    return found + [Drift(one.key, "orphaned") for one in held.values() if one.visible]


def recheck(engine: Engine, keys: Collection[str]) -> list[Drift]:
    """Return the differences of some listings as they are at this moment."""
    found: list[Drift] = []
    for some in chunks(sorted(keys), CHUNK):
        held = engine.documents(some)
        rows = {document.key: document for document in documents_of(dict.fromkeys(some, 0))}
        for key in some:
            if key not in rows:
                if key in held and held[key].visible:
                    found.append(Drift(key, "orphaned"))
            elif key not in held:
                found.append(Drift(key, "missing"))
            elif held[key].digest != rows[key].digest:
                found.append(Drift(key, "different"))
    return found


def repair(engine: Engine, found: Collection[Drift]) -> None:
    """Write the listings that differ anew, at the position that the build has reached.

    A document without a row is hidden.
    """
    position = engine.mark().position
    versions = {drift.key: position for drift in found}
    written = {document.key: document for document in documents_of(versions)}
    orphans = engine.documents([key for key in versions if key not in written])
    hidden = [withdrawn(one.key, one.list_key, version=position) for one in orphans.values()]
    engine.write(with_known_vectors([*written.values(), *hidden]), repair=True)
