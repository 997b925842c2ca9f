"""Gives committed entries their positions, without gaps, and links them by hash."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db import transaction

from marketplace.journal import locks, wake
from marketplace.journal.chain import link_hash
from marketplace.journal.models import Entry, Link, Pending

BATCH = 500

Tell = Callable[[int, Collection[str]], object]


def link_pending(tell: Tell | None = None) -> int:
    """Link all entries that wait, and return the head's position; safe in several processes.

    `tell` hears each new position, with the kinds of the entries that led to it.
    """
    while Pending.objects.exists():
        linked = _link_batch()
        if linked and tell is not None:
            tell(linked[-1].position, {one.entry.kind for one in linked})
        if len(linked) < BATCH:
            break
    head = Link.head()
    return head.position if head else 0


@transaction.atomic
def _link_batch() -> list[Link]:
    locks.lock_sequence()
    # An action inserts its entry under its subject's lock and holds that until it commits, so of
    # two entries of one subject the first is never missing where the second is seen.
    waiting = Pending.objects.order_by("entry_id")[:BATCH]
    entries = Entry.objects.in_bulk(list(waiting.values_list("entry_id", flat=True)))
    head = Link.head()
    position, previous = (head.position, head.hash) if head else (0, Link.FIRST_PREVIOUS)
    links = []
    for key in sorted(entries):
        position += 1
        link = Link(
            position=position,
            entry=entries[key],
            previous=previous,
            hash=link_hash(entries[key], previous=previous, position=position),
        )
        links.append(link)
        previous = link.hash
    Link.objects.bulk_create(links)
    Pending.objects.filter(entry_id__in=entries).delete()
    if links:
        wake.on_linked(position, {entry.kind for entry in entries.values()})
    return links
