"""What an approval would change: the first hits of sample queries, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from marketplace.core import clock
from marketplace.taxonomy.actions import replaced_by
from marketplace.taxonomy.models import Synonym, SynonymState
from search import past_queries, synonyms, text
from search.documents import LISTS
from search.engine import builds
from search.listing_search import ListQuery, search_listings
from search.models import List, SampleQuery, TypedQuery
from search.synonyms import Thesaurus

FIRST = 10
"""So many hits of each query are compared."""

_OFTEN = 15
_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing among the first; `moved` says how many places it rose, None where it is new."""

    key: str
    title: str
    moved: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A query's first hits and number of hits, before and after."""

    list_name: str
    text: str
    before: tuple[Hit, ...]
    after: tuple[Hit, ...]
    total_before: int
    total_after: int

    @property
    def is_changed(self) -> bool:
        """Whether anything is otherwise."""
        keys = ([hit.key for hit in hits] for hits in (self.before, self.after))
        before, after = keys
        return before != after or self.total_before != self.total_after

    def rows(self) -> list[tuple[Hit | None, Hit | None]]:
        """Return the hits of each place side by side."""
        return list(zip_longest(self.before, self.after))


@dataclass(frozen=True, slots=True)
class Preview:
    """The queries that change, how many of the samples do not, and which edges would end."""

    changed: tuple[Comparison, ...]
    unchanged: int
    replaced: tuple[Synonym, ...]


def preview(synonym: Synonym) -> Preview:
    """Return what approving a proposal, or retiring what works, would change.

    EngineUnavailable where no engine answers.
    """
    before = synonyms.current()
    replaced: tuple[Synonym, ...] = ()
    if synonym.state == SynonymState.APPROVED:
        after = before.with_edges((), without=frozenset({synonym.pk}))
    else:
        replaced = tuple(replaced_by(synonym))
        ended = frozenset(edge.pk for edge in replaced)
        after = before.with_edges(synonyms.edges_of(synonym), without=ended)
    samples = list(dict.fromkeys(_samples(synonym)))
    touched = [one for one in samples if _is_touched(one[1], before=before, after=after)][
        :_COMPARED
    ]
    compared = [_compare(*one, before=before, after=after) for one in touched]
    changed = tuple(one for one in compared if one.is_changed)
    return Preview(changed, len(samples) - len(changed), replaced)


def _samples(synonym: Synonym) -> Iterator[tuple[str, str]]:
    """Yield lists and texts: the wordings themselves, the editors' samples, what is typed."""
    for wording in (synonym.wording, synonym.other):
        yield from ((list_key, wording) for list_key in LISTS)
    yield from SampleQuery.objects.values_list("list_key", "text")
    for rows in (past_queries.unanswered(), TypedQuery.objects.filter(hits__gt=0)):
        yield from rows.values_list("list_key", "text")[:_OFTEN]


def _is_touched(typed: str, *, before: Thesaurus, after: Thesaurus) -> bool:
    """Return whether a text is expanded otherwise: what is not need not be asked for twice."""
    units = text.cut(typed).units
    return before.expand(units, typed) != after.expand(units, typed)


def _compare(list_key: str, typed: str, *, before: Thesaurus, after: Thesaurus) -> Comparison:
    query = ListQuery(list_key=list_key, now=clock.now(), text=typed, per_page=FIRST)
    results = [search_listings(query, synonyms=one) for one in (before, after)]
    kind = "capability" if list_key == List.CAPABILITIES else "demand"
    keys = [[f"{kind}:{pk}" for pk in result.ids] for result in results]
    documents = builds().current().documents([*keys[0], *keys[1]])
    titles = {key: document.title for key, document in documents.items()}
    old = {key: place for place, key in enumerate(keys[0])}
    return Comparison(
        list_name=str(List(list_key).label),
        text=typed,
        before=tuple(Hit(key, titles.get(key, key), 0) for key in keys[0]),
        after=tuple(
            Hit(key, titles.get(key, key), old[key] - place if key in old else None)
            for place, key in enumerate(keys[1])
        ),
        total_before=results[0].total,
        total_after=results[1].total,
    )
