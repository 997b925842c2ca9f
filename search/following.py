"""How a build follows the journal: entries become the documents of the listings they touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from marketplace.journal.models import Entry, Link
from search.affected import listings_touched, watched_kinds
from search.builder import CHUNK, documents_of
from search.encoding import with_known_vectors
from search.engines.protocol import Engine
from search.marks import Mark


def write_entries(engine: Engine, entries: Iterable[Entry]) -> None:
    """Write the listings that entries touch, each at the last position that touches it."""
    versions: dict[str, int] = {}
    for entry in entries:
        for key in listings_touched(entry):
            versions[key] = max(entry.position, versions.get(key, 0))
            if len(versions) >= CHUNK:
                engine.write(with_known_vectors(documents_of(versions)))
                versions = {}
    if versions:
        engine.write(with_known_vectors(documents_of(versions)))


def follow(engine: Engine, after: int) -> Link | None:
    """Bring a build from a position to the present head, mark it there, and return the head."""
    head = Link.head()
    while head is not None and after < head.position:
        entries = list(
            Entry.objects.select_related("link")
            .filter(link__position__gt=after, link__position__lte=head.position)
            .filter(kind__in=watched_kinds())
            .order_by("link__position")[:CHUNK]
        )
        write_entries(engine, entries)
        reached = entries[-1].link if len(entries) == CHUNK else head
        after = reached.position
        advance(engine, reached)
    return head


def advance(engine: Engine, link: Link) -> None:
    """Mark a build as following up to a link, unless it is further already."""
    mark = engine.mark()
    if link.position > mark.position:
        engine.set_mark(replace(mark, position=link.position, link=link.hash))


def stands_in_chain(mark: Mark) -> bool:
    """Return whether the journal still holds the last link that a build followed."""
    if not mark.position:
        return True
    return Link.objects.filter(position=mark.position, hash=mark.link).exists()
