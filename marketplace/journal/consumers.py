"""Consumers: everything that follows from a change, each with a cursor of its own.

A consumer takes the entries of its kinds in their order. Its effects in the database and its
cursor are saved in one short transaction, so nothing happens twice; effects outside (an index)
come before the cursor, so they may, and must be safe to repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

from marketplace.journal.models import Entry

Kinds = Collection[str] | Callable[[], Collection[str]] | None
Step = Callable[[Entry, str], str | None]
Steps = Callable[[], AbstractContextManager[Step]]
Batch = Callable[[Sequence[Entry]], None]


class OutageError(Exception):
    """Something that a consumer needs is away: it pauses and tries the same entry again."""


DATABASE_OUTAGES: tuple[type[Exception], ...] = (OperationalError, InterfaceError)


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """A name, and the kinds it takes (None: all; a function where others still register them).

    A prompt one does what people wait for on open pages: it goes before all others.
    """

    name: str
    kinds: Kinds = None
    is_prompt: bool = False
    outages: tuple[type[Exception], ...] = ()

    def wanted(self) -> frozenset[str] | None:
        """Return the kinds as they are now, None for all of them."""
        if self.kinds is None:
            return None
        return frozenset(self.kinds() if callable(self.kinds) else self.kinds)

    def is_outage(self, error: Exception) -> bool:
        """Return whether the error says that a service is away, and nothing about the entry."""
        return isinstance(error, (OutageError, *DATABASE_OUTAGES, *self.outages))


@dataclass(frozen=True, kw_only=True)
class StepConsumer(Consumer):
    """A consumer with effects in the database, done in the transaction that moves its cursor.

    `step(entry, after)` does a short batch of an entry's fan-out beyond the key `after` ("" at the
    start) and returns the key it reached, or None when the entry is done. `steps` gives it for the
    entries of one transaction, and may write at its end what they have in common.
    """

    steps: Steps


@dataclass(frozen=True, kw_only=True)
class BatchConsumer(Consumer):
    """A consumer with effects outside the database, which takes up to `size` entries at once."""

    batch: Batch
    size: int = 100


_registry: dict[str, Consumer] = {}


def register(consumer: Consumer) -> None:
    """Make a consumer run, from the `ready()` of its app; ValueError for a name that is taken."""
    if consumer.name in _registry:
        raise ValueError(f"consumer {consumer.name!r} is registered twice")
    _registry[consumer.name] = consumer


def unregister(name: str) -> None:
    """Let a consumer run no more; its cursor stays."""
    _registry.pop(name, None)


def registered() -> Iterator[Consumer]:
    """Yield the consumers in the order of their registration."""
    yield from list(_registry.values())


def consumer(
    name: str, kinds: Kinds = None, *, is_prompt: bool = False
) -> Callable[[Callable[[Entry], None]], Callable[[Entry], None]]:
    """Register a function that does all of an entry's effects in the consumer's transaction."""

    def decorate(function: Callable[[Entry], None]) -> Callable[[Entry], None]:
        def step(entry: Entry, _after: str) -> None:
            function(entry)

        steps = alone(step)
        register(StepConsumer(name=name, kinds=kinds, steps=steps, is_prompt=is_prompt))
        return function

    return decorate


def fan_out_consumer(name: str, kinds: Kinds = None) -> Callable[[Step], Step]:
    """Register a function that does an entry's fan-out in short batches by key."""

    def decorate(function: Step) -> Step:
        register(StepConsumer(name=name, kinds=kinds, steps=alone(function)))
        return function

    return decorate


def gathering_consumer(
    name: str, kinds: Kinds = None, *, is_prompt: bool = False
) -> Callable[[Steps], Steps]:
    """Register a context that gives a fan-out's step, and writes at its end what it gathered."""

    def decorate(steps: Steps) -> Steps:
        register(StepConsumer(name=name, kinds=kinds, steps=steps, is_prompt=is_prompt))
        return steps

    return decorate


def alone(step: Step) -> Steps:
    """Return the steps of a consumer that writes all of an entry at once."""

    @contextmanager
    def steps() -> Iterator[Step]:
        yield step

    return steps


def batch_consumer(
    name: str,
    kinds: Kinds = None,
    *,
    size: int = 100,
    outages: tuple[type[Exception], ...] = (),
) -> Callable[[Batch], Batch]:
    """Register a function whose effects are outside the database, by up to `size` entries."""

    def decorate(function: Batch) -> Batch:
        register(BatchConsumer(name=name, kinds=kinds, batch=function, size=size, outages=outages))
        return function

    return decorate
