"""The vocabulary and the suggestions of the moment, which each process makes and holds.

Made anew when another build serves, and when they have grown old: at once where the lists are
short, else in a thread beside the requests, which go on with the old ones.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

from django.db import DatabaseError, connections

from search import vocabulary_sources as sources
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.language import parse
from search.suggesting import Shelf, Suggested
from search.vocabulary import EMPTY, Vocabulary

logger = logging.getLogger(__name__)

_SHORT = 3_000
"""Of so many listings the vocabulary is made within a request: in less than half a second."""

_LEAST_SECONDS = 60.0
_SHARE = 200
"""They are kept for so many times as long as it took to make them: the work stays below 0.5 %."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a process knows of the words of the lists, since an instant of its own clock."""

    vocabulary: Vocabulary = EMPTY
    shelf: Shelf = field(default_factory=Shelf)
    build: str | None = None
    made: float = 0.0
    seconds: float = 0.0

    def suggest(self, typed: str, lists: frozenset[str]) -> Suggested:
        """Return what a text may become in some lists, its letters also read as words."""
        found = self.shelf.suggest(typed, lists)
        if found != Suggested():
            return found
        terms = self.vocabulary.understand(parse(typed)).terms
        return self.shelf.suggest(" ".join(map(str, terms)), lists)

    def is_old(self, now: float) -> bool:
        """Return whether it is worth while to make it anew."""
        return now - self.made > max(_LEAST_SECONDS, _SHARE * self.seconds)


class _Holder:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._held = Held()

    def get(self) -> Held:
        """Return what is held, made anew first where that is due and quick."""
        build = _serving()
        held = self._held
        if build is None or (held.build == build and not held.is_old(time.monotonic())):
            return held
        if self._making.locked():
            return held
        if sources.listing_count() > _SHORT:
            self._start(build)
            return held
        with self._lock:
            if self._held is held:
                self._held = _made(build)
        return self._held

    def forget(self) -> None:
        """Hold nothing."""
        self._held = Held()

    def _start(self, build: str) -> None:
        if self._making.acquire(blocking=False):
            threading.Thread(target=self._make, args=(build,), daemon=True).start()

    def _make(self, build: str) -> None:
        try:
            self._held = _made(build)
        except (DatabaseError, EngineUnavailable) as error:
            logger.warning("the vocabulary was not made, the next request tries again: %s", error)
        finally:
            connections.close_all()
            self._making.release()


_HOLDER = _Holder()


def current() -> Held:
    """Return the vocabulary and the suggestions of the moment; the last ones without an engine."""
    return _HOLDER.get()


def forget() -> None:
    """Make them anew at the next question."""
    _HOLDER.forget()


def _serving() -> str | None:
    try:
        return builds().serving()
    except EngineUnavailable:
        return None


def _made(build: str) -> Held:
    start = time.monotonic()
    read = sources.read()
    held = Held(
        vocabulary=Vocabulary(read.words, [(body.name, body.short_names) for body in read.bodies]),
        shelf=Shelf(read),
        build=build,
        made=time.monotonic(),
        seconds=time.monotonic() - start,
    )
    logger.info(
        "vocabulary of build %s: %d listings, %.1f s, %d bytes",
        build,
        len(read.titles),
        held.seconds,
        held.vocabulary.size + held.shelf.size,
    )
    return held
