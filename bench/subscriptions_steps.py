"""The step of `bench.subscriptions` that needs the portal's own code: run as a program.

`ENGINE LISTINGS PROFILES` fills an engine, saves so many searches, and times new listings against
them beside plain queries of 100 terms to the same index; it prints JSON.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

import tantivy  # noqa: E402 - what follows needs the set-up
from django.conf import settings  # noqa: E402
from elasticsearch import Elasticsearch  # noqa: E402

from bench.match_listings import NOW, capabilities  # noqa: E402
from bench.report import percentile  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.core import clock  # noqa: E402
from marketplace.subscriptions.models import SavedSearch, Subscription  # noqa: E402
from search import snapshot, text  # noqa: E402
from search.chunks import chunks  # noqa: E402
from search.documents import CAPABILITIES, ListingDocument  # noqa: E402
from search.engines.elasticsearch_builds import ElasticsearchBuilds  # noqa: E402
from search.engines.embedded_builds import EmbeddedBuilds  # noqa: E402
from search.engines.protocol import ListSearch  # noqa: E402
from search.filling import BATCH  # noqa: E402
from search.fitting import OneListing  # noqa: E402
from search.profiles import is_term, profile_of  # noqa: E402
from search.queries import text_query  # noqa: E402
from search.saved_searches import SavedSearches, commonness_in  # noqa: E402

_BUILD = "profiles"
_SAMPLE = 2_000
_NEW = 200
_WARM = 20
_TERMS = 100


def measure(name: str, *, listings: int, profiles: int) -> dict[str, float]:
    """Return milliseconds of a new listing and of a plain query, at several shares, and more."""
    _fill(name, listings)
    started = time.perf_counter()
    stored = _saved(profiles)
    saving = time.perf_counter() - started
    new = [_bare(one) for one in capabilities(listings + 1, listings + _NEW + _WARM)]
    plain = _plain(name)
    times: dict[str, list[float]] = {"listing": [], "whole": [], "plain": []}
    fitting = 0
    for document in new:
        begun = time.perf_counter()
        one = OneListing(document)
        found = stored.fitting(one, now=NOW)
        compared = time.perf_counter()
        rows = Subscription.objects.filter(search__in=[pk for pk, _ in found]).in_force()
        whose = len(rows.values_list("pk", "search"))
        read = time.perf_counter()
        times["listing"].append(compared - begun)
        times["whole"].append(read - begun)
        times["plain"].append(_seconds(partial(plain, _terms(document, new))))
        fitting += whose
    return {
        **{
            f"{what}_{share}": 1000 * percentile(taken[_WARM:], share / 100)
            for what, taken in times.items()
            for share in (50, 95)
        },
        "fitting": fitting / len(new),
        "saving_s": saving,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _saved(count: int) -> SavedSearches:
    """Save searches as rows and hold them: words of listings, some with filters."""
    sample = list(map(_bare, capabilities(1, _SAMPLE)))
    stored = SavedSearches(
        commonness_in(snapshot.take(map(profile_of, sample), clock.now().date()))
    )
    person = User.objects.create(email=f"bench{time.time()}@example.test", password="")
    for some in chunks(enumerate(_asked(sample, count), 1), 5_000):
        rows = [
            SavedSearch(
                pk=pk,
                list_key=CAPABILITIES,
                text=typed,
                filters={name: sorted(values) for name, values in filters.items()},
                digest=f"{pk:064d}",
            )
            for pk, (typed, filters) in some
        ]
        SavedSearch.objects.bulk_create(rows)
        Subscription.objects.bulk_create(
            Subscription(user=person, search=row, name="bench", created_at=clock.now())
            for row in rows
        )
        for pk, (typed, filters) in some:
            lists = frozenset({CAPABILITIES})
            search = ListSearch(lists=lists, now=NOW, text=text_query(typed), filters=filters)
            stored.add(pk, search)
    return stored


def _asked(
    sample: list[ListingDocument], count: int
) -> Iterator[tuple[str, dict[str, frozenset[str]]]]:
    draw = random.Random(7)  # noqa: S311 - which words are searched for
    words = [_words(one) for one in sample]
    for _ in range(count):
        at = draw.randrange(len(sample))
        size = draw.choices((0, 1, 2, 3), weights=(1, 25, 50, 24))[0]
        typed = " ".join(draw.sample(words[at], min(size, len(words[at]))))
        filters: dict[str, frozenset[str]] = {}
        if sample[at].domains and (draw.random() < 0.3 or not typed):
            filters["domain"] = frozenset(sample[at].domains[:1])
        if not typed:
            filters["maturity"] = frozenset({"product"})
        yield typed, filters


def _words(document: ListingDocument) -> list[str]:
    """Return the words of a listing that a person would search for."""
    units = text.cut_plainly(f"{document.title} {document.summary} {document.body}").units
    return list(dict.fromkeys(unit for unit in units if is_term(unit) and len(unit) > 1))


def _terms(document: ListingDocument, others: list[ListingDocument]) -> list[str]:
    """Return 100 terms of a listing, filled up with those of others where it has fewer."""
    found: dict[str, None] = {}
    for one in (document, *others):
        found |= dict.fromkeys(text.cut_plainly(f"{one.title} {one.summary} {one.body}").words)
        if len(found) >= _TERMS:
            break
    return list(found)[:_TERMS]


def _plain(name: str) -> Callable[[list[str]], object]:
    """Return the call that asks the raw engine for the ten best by some terms."""
    if name == "embedded":
        folder = Path(settings.DATA_DIR) / "search" / "builds" / _BUILD
        index = tantivy.Index.open(str(folder))
        searcher, schema = index.searcher(), index.schema

        def ask(terms: list[str]) -> object:
            each = [tantivy.Query.term_query(schema, "words", term, "freq") for term in terms]
            some = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in each])
            return searcher.search(some, limit=10, count=False)

        return ask
    client = Elasticsearch(settings.ELASTICSEARCH_URL)

    def search(terms: list[str]) -> object:
        each = [{"term": {"words": term}} for term in terms]
        index = f"{settings.INDEX_PREFIX}-listings-{_BUILD}"
        return client.search(index=index, query={"bool": {"should": each}}, size=10, source=False)

    return search


def _fill(name: str, count: int) -> None:
    builds: Any = (
        EmbeddedBuilds(Path(settings.DATA_DIR) / "search")
        if name == "embedded"
        else ElasticsearchBuilds(settings.ELASTICSEARCH_URL, settings.INDEX_PREFIX)
    )
    engine = builds.create(_BUILD)
    for some in chunks(capabilities(1, count), BATCH):
        engine.write(map(_bare, some))


def _bare(document: ListingDocument) -> ListingDocument:
    """Return a listing without its vector, which nothing here asks for."""
    object.__setattr__(document, "encoded", None)
    return document


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    engine_name, listings, profiles = sys.argv[1:]
    print(json.dumps(measure(engine_name, listings=int(listings), profiles=int(profiles))))
