"""The journal consumer that writes notifications, in short transactions, people in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from marketplace.journal.consumers import Step, gathering_consumer
from marketplace.journal.models import Entry
from marketplace.notifications import kinds, outbox, wake
from marketplace.notifications.audience import Held, groups_by_person, held_by_person, seat_among
from marketplace.notifications.choosing import Choices
from marketplace.notifications.kinds import Kind
from marketplace.notifications.models import Counter, Notification
from marketplace.notifications.seats import as_seat
from marketplace.notifications.ways import Channel, Pace

BATCH = 50

# A fan-out goes by person, then by kind: the key of a step is the last pair it wrote.
Pair = tuple[int, str]


@gathering_consumer("notifications", kinds.entry_kinds, is_prompt=True)
@contextmanager
def notify_on_entries() -> Iterator[Step]:
    """Give the step that takes the next batch of an entry's people; all is written at the end.

    The sockets are woken on commit.
    """
    gathered = _Gathered()
    yield gathered.take
    if gathered.told:
        gathered.write()
        people = {user_id for _, user_id, _ in gathered.told}
        transaction.on_commit(partial(wake.sockets, people), robust=True)


def _pairs(entry: Entry, known: dict[str, Kind]) -> list[Pair]:
    return sorted(
        {
            (user.pk, kind.name)
            for kind in known.values()
            for user in kind.recipients(entry)
            if user.is_active
        }
    )


def _key(pair: Pair) -> str:
    return f"{pair[0]:020d}:{pair[1]}"


class _Gathered:
    """Who is told by which kinds of some entries, in the order in which they get their numbers."""

    def __init__(self) -> None:
        self.told: list[tuple[Entry, int, str]] = []
        self._sorts: dict[tuple[Entry, str], _Sort] = {}

    def take(self, entry: Entry, after: str) -> str | None:
        known = {kind.name: kind for kind in kinds.kinds_of(entry.kind)}
        due = [pair for pair in _pairs(entry, known) if _key(pair) > after]
        batch = due[:BATCH]
        self.told += [(entry, *pair) for pair in batch]
        for name in {name for _, name in batch}:
            self._sorts[entry, name] = _Sort(known[name], entry)
        return _key(batch[-1]) if len(due) > BATCH else None

    def write(self) -> None:
        people = sorted({user_id for _, user_id, _ in self.told})
        counters = _lock_counters(people)
        choices = Choices(people)
        rows = list(self._rows(people, choices, counters=counters))
        Notification.objects.bulk_create(rows)
        Counter.objects.bulk_update(counters.values(), ["last"])
        outbox.queue(rows, choices=choices)

    def _rows(
        self, people: Sequence[int], choices: Choices, *, counters: dict[int, Counter]
    ) -> Iterator[Notification]:
        sorts = self._sorts.values()
        held = held_by_person(people, {seat.organisation for one in sorts for seat in one.asked})
        groups = groups_by_person(people, {group for one in sorts for group in one.groups})
        written = self._written(people)
        for entry, user_id, name in self.told:
            sort = self._sorts[entry, name]
            paces = {channel: sort.pace(choices, user_id, channel=channel) for channel in Channel}
            if (entry.pk, user_id, name) in written or set(paces.values()) == {Pace.OFF}:
                continue
            counters[user_id].last += 1
            row = sort.row(user_id, number=counters[user_id].last, held=held[user_id])
            if row.organisation_key is None:
                row.group_key = next((one for one in sort.groups if one in groups[user_id]), None)
            row.on_page = paces[Channel.PAGE] != Pace.OFF
            yield row

    def _written(self, people: Sequence[int]) -> set[tuple[int, int, str]]:
        """Return what an earlier try of these entries has written."""
        entries = {entry for entry, _, _ in self.told}
        rows = Notification.objects.filter(entry__in=entries, user__in=people)
        return set(rows.values_list("entry_id", "user_id", "kind"))


class _Sort:
    """One kind's notifications of one entry."""

    def __init__(self, kind: Kind, entry: Entry) -> None:
        self.kind = kind
        self.entry = entry
        self.params = dict(kind.params(entry))
        self.groups = kind.groups(entry)
        self.asked = [as_seat(one) for one in kind.organisations(entry)]

    def pace(self, choices: Choices, user_id: int, *, channel: Channel) -> Pace:
        return choices.pace(user_id, self.kind, channel=channel, params=self.params)

    def row(self, user_id: int, *, number: int, held: Sequence[Held]) -> Notification:
        seat = seat_among(self.asked, held)
        organisation = seat.organisation if seat else None
        line = self.kind.line(self.params)
        return Notification(
            user_id=user_id,
            number=number,
            kind=self.kind.name,
            entry=self.entry,
            params=self.params,
            organisation_key=organisation,
            roles=seat.written if seat else "",
            unit_key=seat.unit if seat else None,
            # With the organisation, so that who reads one of a line reads all of it.
            line=f"{self.kind.name}:{line}:{organisation or ''}" if line else str(number),
            at=self.entry.at,
        )


def _lock_counters(people: Sequence[int]) -> dict[int, Counter]:
    Counter.objects.bulk_create([Counter(user_id=pk) for pk in people], ignore_conflicts=True)
    locked = Counter.objects.select_for_update().filter(pk__in=people).order_by("pk")
    return {counter.pk: counter for counter in locked}
