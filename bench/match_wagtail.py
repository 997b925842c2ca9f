"""The same job through Wagtail's own search: demands against capabilities in its database index.

It cuts no Chinese, so that it is given the words that this portal cut, and asked for any of those
that a demand's own candidate query asks for. It has no vectors, no gates and no scores of pairs.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db import connection, models
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from bench.match_listings import capabilities, demands
from bench.report import percentile, seconds_of
from search.chunks import chunks
from search.documents import ListingDocument
from search.engines.protocol import CANDIDATES
from search.profiles import analyse, profile_of

_WARM = 5
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
        rows = Listing.objects.bulk_create(map(_row_of, some))
        writing += seconds_of(
            partial(backend.get_index_for_model(Listing).add_items, Listing, rows)
        )
    asked = [_asked(document) for document in demands()]
    times = [seconds_of(partial(_candidates, backend, words)) for words in [*asked[:_WARM], *asked]]
    return {
        "indexed_per_s": (size - first + 1) / writing if writing else 0.0,
        "candidates_50": 1000 * percentile(times[_WARM:], 0.5),
        "candidates_95": 1000 * percentile(times[_WARM:], 0.95),
        "answered": sum(bool(_candidates(backend, words)) for words in asked) / len(asked),
    }


def _candidates(backend: Any, words: str) -> list[Any]:
    return list(backend.search(words, Listing.objects.all(), operator="or")[:CANDIDATES])


def _asked(document: ListingDocument) -> str:
    """Return the words that a demand asks for most."""
    terms = profile_of(document).terms
    return " ".join(sorted(terms, key=lambda term: -terms[term])[:_ASKED_WORDS])


def _row_of(document: ListingDocument) -> Listing:
    fields = analyse(document).fields
    return Listing(pk=document.pk, title=fields["title_words"], body=fields["words"])
