"""Whether seats can be filled at all: a matching of seats with employers, each used once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def unfilled(seats: Sequence[str], groups: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the fields of the seats that stay empty however the others are filled.

    `seats` names the field of each seat, `groups` who could take a seat of a field; everybody
    takes one seat at most. No other filling leaves fewer seats empty.
    """
    taken: dict[str, int] = {}
    open_to = {field: sorted(set(groups.get(field, ()))) for field in set(seats)}

    def place(seat: int, asked: set[str]) -> bool:
        for group in open_to[seats[seat]]:
            if group in asked:
                continue
            asked.add(group)
            if group not in taken or place(taken[group], asked):
                taken[group] = seat
                return True
        return False

    return tuple(seats[seat] for seat in range(len(seats)) if not place(seat, set()))


def can_fill(seats: Sequence[str], groups: Mapping[str, Iterable[str]]) -> bool:
    """Return whether every seat can be filled."""
    if all(len(set(groups.get(field, ()))) >= len(seats) for field in set(seats)):
        return True
    return not unfilled(seats, groups)


def joined(sets: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for each name the smallest name of its group: names that share a set are one group."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for names in sets:
        for name in names:
            low, high = sorted((root(names[0]), root(name)))
            parent[high] = low
    return {name: root(name) for name in list(parent)}
