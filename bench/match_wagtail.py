"""The same job through Wagtail's own search: demands against capabilities in its database index.

It cuts no Chinese, so that it is given the words that this portal cut, and asked for any of those
that a demand asks for most. It has no vectors, no gates and no scores of pairs. On SQLite it takes
seconds for a question to ten thousand listings, so that few are asked.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, ClassVar

from django.db import connection, models, transaction
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from bench.match_listings import capabilities, demands
from bench.report import percentile, seconds_of
from search.chunks import chunks
from search.documents import ListingDocument
from search.engines.protocol import CANDIDATES
from search.profiles import analyse, profile_of

_DEMANDS = 5
_BATCH = 2_000
_ASKED_WORDS = 60


class Listing(index.Indexed, models.Model):  # type: ignore[misc] # Wagtail has no types
    """A capability as Wagtail's search knows it."""

    title = models.TextField()
    body = models.TextField()

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        """A table of the measurement alone."""

        app_label = "bench"


def ask(size: int) -> dict[str, float]:
    """Index so many capabilities, and return what the first candidates of a demand take, in ms."""
    backend = get_search_backend()
    if Listing._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Listing)
    first = Listing.objects.count() + 1
    writing = 0.0
    for some in chunks(capabilities(first, size), _BATCH):
        with transaction.atomic():
            rows = Listing.objects.bulk_create(map(_row_of, some))
            add = partial(backend.get_index_for_model(Listing).add_items, Listing, rows)
            writing += seconds_of(add)
    asked = [_asked(document) for document in demands()[:_DEMANDS]]
    _candidates(backend, asked[0])
    times, found = zip(*(_candidates(backend, words) for words in asked), strict=True)
    return {
        "indexed_per_s": (size - first + 1) / writing if writing else 0.0,
        "candidates_50": 1000 * percentile(list(times), 0.5),
        "candidates_95": 1000 * percentile(list(times), 0.95),
        "answered": sum(map(bool, found)) / len(asked),
    }


def _candidates(backend: Any, words: str) -> tuple[float, int]:
    """Return the seconds that the first candidates take, and how many come."""
    started = time.perf_counter()
    found = list(backend.search(words, Listing.objects.all(), operator="or")[:CANDIDATES])
    return time.perf_counter() - started, len(found)


def _asked(document: ListingDocument) -> str:
    """Return the words that a demand asks for most."""
    terms = profile_of(document).terms
    return " ".join(sorted(terms, key=lambda term: -terms[term])[:_ASKED_WORDS])


def _row_of(document: ListingDocument) -> Listing:
    fields = analyse(document).fields
    return Listing(pk=document.pk, title=fields["title_words"], body=fields["words"])
