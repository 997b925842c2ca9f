"""The journal consumer that writes notifications, in short transactions, people in order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from marketplace.journal.consumers import fan_out_consumer
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


@fan_out_consumer("notifications", kinds.entry_kinds)
def notify_on_entry(entry: Entry, after: str) -> str | None:
    """Write the next batch of an entry's notifications and wake the sockets on commit."""
    known = {kind.name: kind for kind in kinds.kinds_of(entry.kind)}
    due = [pair for pair in _pairs(entry, known) if _key(pair) > after]
    batch = due[:BATCH]
    if batch:
        _write(entry, batch, known=known)
        people = {user_id for user_id, _ in batch}
        transaction.on_commit(partial(wake.sockets, people), robust=True)
    return _key(batch[-1]) if len(due) > BATCH else None


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


def _write(entry: Entry, batch: Sequence[Pair], *, known: dict[str, Kind]) -> None:
    people = sorted({user_id for user_id, _ in batch})
    written = set(
        Notification.objects.filter(entry=entry, user__in=people).values_list("user_id", "kind")
    )
    counters = _lock_counters(people)
    sorts = {name: _Sort(kind, entry) for name, kind in known.items()}
    asked = {seat.organisation for one in sorts.values() for seat in one.asked}
    held = held_by_person(people, asked)
    groups = {name: groups_by_person(people, one.groups) for name, one in sorts.items()}
    choices = Choices(people)
    rows = []
    for user_id, name in batch:
        sort = sorts[name]
        paces = {channel: sort.pace(choices, user_id, channel=channel) for channel in Channel}
        if (user_id, name) in written or set(paces.values()) == {Pace.OFF}:
            continue
        counters[user_id].last += 1
        row = sort.row(user_id, number=counters[user_id].last, held=held[user_id])
        if row.organisation_key is None:
            row.group_key = groups[name].get(user_id)
        row.on_page = paces[Channel.PAGE] != Pace.OFF
        rows.append(row)
    Notification.objects.bulk_create(rows)
    Counter.objects.bulk_update(counters.values(), ["last"])
    outbox.queue(rows, choices=choices)


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
