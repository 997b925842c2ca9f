"""Checks the journal against itself and against the rows it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from marketplace.journal.chain import blinded, link_hash
from marketplace.journal.following import head_position
from marketplace.journal.models import Cursor, Entry, Link, Pending, Salt
from marketplace.journal.record import Stated

CHUNK = 1000


class MismatchError(Exception):
    """The first row that does not fit, named for the operator."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked: links, subjects, subjects whose salts are erased, and the new head."""

    links: int
    subjects: int
    erased: int
    head: str


def verify(start: str = "") -> Report:
    """Walk the chain from a trusted head `POSITION:HASH`, or from its beginning.

    MismatchError names the first row that does not fit: a link, an entry, a cursor, or a subject
    whose present state differs from its last entry.
    """
    position, previous = _trusted(start) if start else (0, Link.FIRST_PREVIOUS)
    links, head = 0, start
    for link, entry in _links_after(position):
        position += 1
        _check_link(link, entry, position=position, previous=previous)
        previous, head = link.hash, str(link)
        links += 1
    _check_loose_entries()
    _check_cursors()
    subjects, erased = _check_subjects()
    return Report(links, subjects, erased, head)


def _trusted(start: str) -> tuple[int, str]:
    text, _, trusted = start.partition(":")
    if not text.isdecimal() or not trusted:
        raise ValueError(f"{start!r} is not POSITION:HASH")
    link = Link.objects.filter(position=int(text)).first()
    if link is None:
        raise MismatchError(f"link {text}: gone; the trusted head lies beyond the chain")
    if link.hash != trusted:
        raise MismatchError(f"link {text}: hash is {link.hash}, not the trusted {trusted}")
    return link.position, link.hash


def _links_after(position: int) -> Iterator[tuple[Link, Entry | None]]:
    while True:
        chunk = list(Link.objects.filter(position__gt=position).order_by("position")[:CHUNK])
        # Not a join: a link whose entry is gone must be seen.
        entries = Entry.objects.in_bulk([link.entry_id for link in chunk])
        yield from ((link, entries.get(link.entry_id)) for link in chunk)
        if len(chunk) < CHUNK:
            return
        position = chunk[-1].position


def _check_link(link: Link, entry: Entry | None, *, position: int, previous: str) -> None:
    if link.position != position:
        raise MismatchError(f"link {position}: missing; the next one is {link.position}")
    if link.previous != previous:
        raise MismatchError(f"link {position}: does not follow the hash of link {position - 1}")
    if entry is None:
        raise MismatchError(f"link {position}: entry {link.entry_id} is gone")
    if link.hash != link_hash(entry, previous=previous, position=position):
        raise MismatchError(f"link {position}: entry {link.entry_id} is not what was linked")


def _check_loose_entries() -> None:
    waiting = Pending.objects.values("entry_id")
    loose = Entry.objects.filter(link=None).exclude(pk__in=waiting).order_by("pk").first()
    if loose is not None:
        raise MismatchError(f"entry {loose.pk}: has no link and waits for none")


def _check_cursors() -> None:
    # The cursors first: the chain only grows in between.
    cursors = list(Cursor.objects.order_by("name"))
    head = head_position()
    for cursor in cursors:
        if cursor.position > head:
            raise MismatchError(
                f"cursor {cursor.name}: stands at {cursor.position}, beyond the last link {head}"
            )


def _check_subjects() -> tuple[int, int]:
    checked = erased = 0
    for key in list(_last_entries().values_list("last", flat=True)):
        answer = _compare(Entry.objects.get(pk=key))
        checked += answer is True
        erased += answer is False
    return checked, erased


def _last_entries() -> QuerySet[Any]:
    rows = Entry.objects.exclude(after="").order_by().values("subject_type", "subject_key")
    last: QuerySet[Any] = rows.annotate(last=Max("pk")).order_by("last")
    return last


def _compare(entry: Entry) -> bool | None:
    """Return True where the subject fits, False where its salt is erased, None where unstated."""
    subject = entry.subject()
    if subject is None:
        raise MismatchError(f"subject {entry.subject_type} {entry.subject_key}: gone")
    if not isinstance(subject, Stated):
        return None
    salt = Salt.objects.filter(entry=entry).first()
    if salt is None:
        return False
    if blinded(subject.journal_state(), salt.value) == entry.after:
        return True
    newer = _last_entries().filter(
        subject_type=entry.subject_type, subject_key=entry.subject_key, pk__gt=entry.pk
    )
    if changed := newer.values_list("last", flat=True).first():
        return _compare(Entry.objects.get(pk=changed))
    raise MismatchError(
        f"subject {entry.subject_type} {entry.subject_key}: "
        f"differs from entry {entry.pk} ({entry.kind})"
    )
