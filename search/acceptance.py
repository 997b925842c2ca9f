"""A new build must agree with the rows, find what it holds, and lose no query, before it serves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from marketplace.core import clock
from search.documents import LISTS, ListingDocument
from search.drift import drifts, recheck, repair
from search.engine import builds
from search.engines.protocol import Engine, EngineUnavailable, ListSearch, Page, TextQuery
from search.filling import Progress
from search.following import follow
from search.lexicon import data_lines
from search.queries import text_query

_ROUNDS = 3
_SAMPLES = 50
_SHOWN = 20
_FIRST = 10


class BuildRefusedError(Exception):
    """A new build may not serve: the message says what it lacks."""


def accept(engine: Engine, position: int, *, progress: Progress) -> None:
    """Hold a build against rows, counts, samples and golden queries; BuildRefusedError else."""
    _compare(engine, position, progress=progress)
    now = int(clock.now().timestamp())
    _count(engine, now)
    progress(f"{_sample(engine, now)} samples found by their numbers")
    serving = builds().serving()
    if serving is not None:
        _ask_golden(engine, builds().open(serving), now=now, progress=progress)


def _compare(engine: Engine, position: int, *, progress: Progress) -> None:
    """Compare every document with its row; refuse where repairing does not help."""
    found = drifts(engine)
    for _ in range(_ROUNDS):
        if not found:
            return
        progress(f"{len(found)} listings differ, written again")
        follow(engine, position)
        repair(engine, found)
        found = recheck(engine, [drift.key for drift in found])
    if found:
        raise BuildRefusedError(f"differ: {', '.join(drift.key for drift in found[:_SHOWN])}")


def _count(engine: Engine, now: int) -> None:
    """Refuse a build whose lists show another number of listings than it holds as visible."""
    shown = sum(_page(engine, (one,), now=now).total for one in LISTS)
    if shown != engine.count():
        raise BuildRefusedError(f"{shown} listings in the lists, {engine.count()} visible ones")


def _sample(engine: Engine, now: int) -> int:
    """Refuse a build that does not find samples by their public numbers; return how many it did."""
    visible = [held.key for held in engine.held() if held.visible]
    step = max(len(visible) // _SAMPLES, 1)
    documents = engine.documents(sorted(visible)[::step][:_SAMPLES])
    lost = [
        document.key
        for document in documents.values()
        if document.number and not _finds(engine, document, now=now)
    ]
    if lost:
        raise BuildRefusedError(f"not found by number: {', '.join(lost[:_SHOWN])}")
    return len(documents)


def _finds(engine: Engine, document: ListingDocument, *, now: int) -> bool:
    page = _page(engine, (document.list_key,), now=now, text=text_query(document.number))
    return document.key in page.keys and document.key in engine.profiles([document.key])


def _ask_golden(engine: Engine, serving: Engine, *, now: int, progress: Progress) -> None:
    """Refuse a build that finds nothing where the serving one does; tell how like they are."""
    try:
        before = {typed: _first(serving, typed, now=now) for typed in golden_queries()}
    except EngineUnavailable:
        progress("the serving build cannot answer the golden queries: they are not compared")
        return
    answered = {typed: keys for typed, keys in before.items() if keys}
    after = {typed: _first(engine, typed, now=now) for typed in answered}
    lost = [
        typed
        for typed, keys in answered.items()
        if not after[typed] and _are_unchanged(keys, engine=engine, serving=serving)
    ]
    if lost:
        raise BuildRefusedError(f"golden queries without an answer: {', '.join(lost)}")
    same = sum(len(keys & after[typed]) for typed, keys in answered.items())
    whole = sum(map(len, answered.values()))
    progress(f"{len(answered)} golden queries answered, {same} of {whole} first hits as before")


def _are_unchanged(keys: Collection[str], *, engine: Engine, serving: Engine) -> bool:
    """Return whether a listing reads the same in both builds: one that changed may be lost."""
    before, after = (one.documents(sorted(keys)) for one in (serving, engine))
    return any(key in after and after[key].digest == before[key].digest for key in before)


def _first(engine: Engine, typed: str, *, now: int) -> frozenset[str]:
    """Return the first hits of a typed text in all lists."""
    return frozenset(_page(engine, LISTS, now=now, text=text_query(typed)).keys)


def _page(engine: Engine, lists: Sequence[str], *, now: int, text: TextQuery | None = None) -> Page:
    return engine.search(ListSearch(lists=frozenset(lists), now=now, text=text, limit=_FIRST))


@cache
def golden_queries() -> tuple[str, ...]:
    """Return the typed texts that every build must answer where the last one did."""
    return tuple(data_lines("golden.txt"))
