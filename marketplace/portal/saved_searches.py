"""The saved searches of the moment, which the leader holds as documents on the opposite side.

They are read by the synonyms and the words that are known now, as a list's page reads them, and
anew when these change: at once for synonyms, and for words so that it stays a small share of time.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from django.http import QueryDict

from cms.lists.view import filters_of
from cms.lists.vocabulary import read_vocabulary
from marketplace.core import clock
from marketplace.subscriptions.models import SavedSearch
from search import statistics, synonyms, vocabulary_held
from search.engine import builds
from search.engines.protocol import Filters, ListSearch
from search.queries import text_query
from search.saved_searches import SavedSearches, commonness_in
from search.synonyms import NONE, Thesaurus
from search.vocabulary import EMPTY, Vocabulary

if TYPE_CHECKING:
    from cms.lists.vocabulary import Vocabulary as Terms

logger = logging.getLogger(__name__)

_SHARE = 50
"""They are kept for so many times as long as it took to read them."""

_OVERLAP = 1_000
"""Keys are given before rows commit: so many keys before the last are looked at again."""


class _Holder:
    """What a process holds of the saved searches."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Hold nothing."""
        self._stored: SavedSearches | None = None
        self._known: set[int] = set()
        self._last = 0
        self._thesaurus: Thesaurus = NONE
        self._vocabulary: Vocabulary = EMPTY
        self._made, self._seconds = 0.0, 0.0

    def get(self) -> SavedSearches:
        """Return all that are saved, read by what is known now."""
        with self._lock:
            thesaurus, vocabulary = synonyms.current(), vocabulary_held.current().vocabulary
            if self._stored is None or self._is_old(thesaurus, vocabulary):
                self.forget()
                self._thesaurus, self._vocabulary = thesaurus, vocabulary
            return self._with_new()

    def _is_old(self, thesaurus: Thesaurus, vocabulary: Vocabulary) -> bool:
        if thesaurus.stamp != self._thesaurus.stamp:
            return True
        age = time.monotonic() - self._made
        return vocabulary is not self._vocabulary and age > _SHARE * self._seconds

    def _with_new(self) -> SavedSearches:
        start = time.monotonic()
        is_first = self._stored is None
        if self._stored is None:
            snapshot = statistics.scorer_of(builds().current()).snapshot
            self._stored = SavedSearches(commonness_in(snapshot))
        rows = SavedSearch.objects.filter(pk__gt=self._last - _OVERLAP).order_by("pk")
        new = [row for row in rows.iterator() if row.pk not in self._known]
        for pk, search in read(new, thesaurus=self._thesaurus, vocabulary=self._vocabulary):
            self._stored.add(pk, search)
            self._known.add(pk)
            self._last = max(self._last, pk)
        if is_first:
            self._made, self._seconds = time.monotonic(), time.monotonic() - start
            logger.info("%d saved searches, read in %.1f s", len(self._stored), self._seconds)
        return self._stored


_HOLDER = _Holder()


def current() -> SavedSearches:
    """Return the saved searches of the moment; EngineUnavailable before there is a build."""
    return _HOLDER.get()


def forget() -> None:
    """Read them anew at the next question."""
    _HOLDER.forget()


def as_asked(row: SavedSearch) -> ListSearch:
    """Return what one saved search asks now, without holding any."""
    vocabulary = vocabulary_held.current().vocabulary
    ((_pk, search),) = read([row], thesaurus=synonyms.current(), vocabulary=vocabulary)
    return search


def read(
    rows: Sequence[SavedSearch], *, thesaurus: Thesaurus, vocabulary: Vocabulary
) -> Iterable[tuple[int, ListSearch]]:
    """Yield what each saved search asks of the engine, as its list's page would ask."""
    if not rows:
        return
    terms = read_vocabulary()
    narrowed: dict[str, Filters] = {}
    for row in rows:
        asked = json.dumps([row.list_key, row.filters], sort_keys=True)
        if asked not in narrowed:
            narrowed[asked] = _narrowing(row.list_key, row.filters, terms=terms)
        yield (
            row.pk,
            ListSearch(
                lists=frozenset({row.list_key}),
                now=0,
                text=text_query(row.text, thesaurus, vocabulary=vocabulary),
                filters=narrowed[asked],
            ),
        )


def _narrowing(list_key: str, filters: Mapping[str, Sequence[str]], *, terms: Terms) -> Filters:
    """Return the values that count today; what a list does not know any more narrows nothing."""
    data = QueryDict(mutable=True)
    for name, values in filters.items():
        data.setlist(name, list(values))
    chosen = filters_of(list_key, data, vocabulary=terms, now=clock.now())
    return {name: frozenset(values) for name, values in chosen.narrowing.items() if values}
