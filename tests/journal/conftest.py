"""Kinds, people and consumers that only these tests know."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.journal import consumers, kinds
from marketplace.journal.models import Entry
from marketplace.journal.record import record

KINDS = ("thing_changed", "thing_removed")
Note = Callable[..., Entry]


@pytest.fixture(autouse=True)
def known_kinds() -> Iterator[None]:
    kinds.register(*KINDS)
    yield
    kinds.forget(*KINDS)


@pytest.fixture(autouse=True)
def no_other_consumers() -> Iterator[None]:
    others = list(consumers.registered())
    for other in others:
        consumers.unregister(other.name)
    yield
    for mine in list(consumers.registered()):
        consumers.unregister(mine.name)
    for other in others:
        consumers.register(other)


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("lin@example.test")


@pytest.fixture
def note(person: User) -> Note:
    """Record an entry about a person in a transaction of its own."""

    def write(kind: str = "thing_changed", *, about: User | None = None, **data: object) -> Entry:
        with transaction.atomic():
            return record(kind, about or person, actor=person, data=data)

    return write
