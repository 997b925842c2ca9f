"""What the vocabulary and the suggestions are made of, read from rows that everybody may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from marketplace.listings.models import Capability, Demand
from marketplace.organisations.models import Organisation
from marketplace.taxonomy.models import (
    District,
    Domain,
    Industry,
    Park,
    QualificationKind,
    ResourceKind,
)
from search import past_queries, text
from search.documents import LISTS, Kind
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.statistics import scorer_of
from search.vocabulary import phrases_of

_TITLES_OF_PHRASES = 20_000
_QUERIES = 2_000

TERMS: Mapping[str, Any] = {
    "domain": Domain,
    "industry": Industry,
    "district": District,
    "park": Park,
    "opens": ResourceKind,
    "qualification": QualificationKind,
}
"""Controlled vocabularies by the facet that narrows by them."""


@dataclass(frozen=True, slots=True)
class Title:
    """A listing's title, in words in a row of its normal form."""

    kind: Kind
    pk: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that everybody may see."""

    pk: int
    name: str
    short_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermName:
    """A controlled term: the facet that narrows by it, its slug and name."""

    facet: str
    slug: str
    name: str


@dataclass(frozen=True)
class Read:
    """Words with how many listings hold them, titles newest first, bodies, terms, past queries."""

    words: Mapping[str, int] = field(default_factory=dict)
    titles: Sequence[Title] = ()
    bodies: Sequence[Body] = ()
    terms: Sequence[TermName] = ()
    queries: Sequence[tuple[str, str]] = ()
    """Pairs of a list's key and what was typed into it, the most typed first."""


def read() -> Read:
    """Return everything, in a constant number of queries."""
    titles = list(_titles())
    bodies = list(_bodies())
    terms = list(_terms())
    words = Counter(_counted_words())
    words.update(phrases_of([title.words for title in titles[:_TITLES_OF_PHRASES]]))
    for term in terms:
        words[text.normalise(term.name).text] += 1
    return Read(words=words, titles=titles, bodies=bodies, terms=terms, queries=list(_queries()))


def listing_count() -> int:
    """Return how many listings everybody may see."""
    demands: Any = Demand.objects.public()
    capabilities: Any = Capability.objects.public()
    return int(demands.count() + capabilities.count())


def _counted_words() -> Mapping[str, int]:
    try:
        return scorer_of(builds().current()).snapshot.word_documents
    except EngineUnavailable:
        return {}


def _titles() -> Iterator[Title]:
    models: tuple[tuple[Kind, Any], ...] = (("demand", Demand), ("capability", Capability))
    for kind, model in models:
        rows = model.objects.public().order_by("-lifecycle__published_at", "-pk")
        for pk, title in rows.values_list("pk", "title").iterator():
            yield Title(kind, pk, tuple(text.row(text.normalise(title).text)))


def _bodies() -> Iterator[Body]:
    rows = Organisation.objects.visible_to(AnonymousUser()).present().order_by("pk")
    for pk, name, short in rows.values_list("pk", "name", "short_name").iterator():
        yield Body(pk, name, (short,) if short else ())


def _terms() -> Iterator[TermName]:
    for facet, model in TERMS.items():
        for slug, name in model.objects.filter(retired=False).values_list("slug", "name"):
            yield TermName(facet, slug, name)


def _queries() -> Iterator[tuple[str, str]]:
    for list_key in LISTS:
        for typed in past_queries.answered(list_key).values_list("text", flat=True)[:_QUERIES]:
            yield list_key, typed
