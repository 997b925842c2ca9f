"""Whether one listing fits a list's search: what the engines answer, said of a single document.

For asking many searches of one listing. It reads the very tokens, values and numbers that every
engine holds, and means what `Engine.search` means: a contract test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

from search import facets
from search.documents import ListingDocument
from search.engines.fields import LINED, numbers_of, values_of
from search.engines.protocol import Clause, ListSearch, TextQuery
from search.profiles import analyse
from search.text import is_chinese


class OneListing:
    """A document as an engine holds it, cut once."""

    def __init__(self, document: ListingDocument) -> None:
        self.document = document
        fields = analyse(document).fields
        self.words = frozenset(fields["words"].split()) | frozenset(fields["name_words"].split())
        self._lines = tuple(f" {fields[name]} " for name in LINED)
        self._values = {name: frozenset(values) for name, values in values_of(document).items()}
        self._numbers = numbers_of(document)

    @cached_property
    def rows(self) -> frozenset[str]:
        """Return each character or run of letters, and each two neighbours with a blank between."""
        lines = [line.split() for line in self._lines]
        singles = {token for line in lines for token in line}
        return frozenset(singles.union(*(map(" ".join, pairwise(line)) for line in lines)))

    @cached_property
    def values(self) -> frozenset[tuple[str, str]]:
        """Return each facet's values that stand in it, by the facet's name."""
        return frozenset(
            (facet, value) for facet, name in facets.FIELDS.items() for value in self._values[name]
        )

    def fits(self, search: ListSearch, *, now: int) -> bool:
        """Return whether the search shows it at an instant in epoch seconds."""
        return (
            self.document.visible
            and self.document.list_key in search.lists
            and (search.text is None or self._says(search.text))
            and all(
                any(self.has(facet, value, now=now) for value in values)
                for facet, values in search.filters.items()
                if values
            )
        )

    def has(self, facet: str, value: str, *, now: int) -> bool:
        """Return whether a facet's value is its own; the clock decides some, at an instant."""
        if facet in facets.FIELDS:
            return value in self._values[facets.FIELDS[facet]]
        bounds = facets.bounds(facet, value, now=now)
        return bounds is not None and all(
            (lower is None or lower <= self._numbers[name])
            and (upper is None or self._numbers[name] <= upper)
            for name, (lower, upper) in bounds.items()
        )

    def wordings(self, text: TextQuery) -> list[tuple[str, str]]:
        """Return what was asked for and stands in it, with the wording that it stands in.

        Chinese words that stand there side by side are one.
        """
        said: list[tuple[str, str]] = []
        for clause in (*text.clauses, *text.strict):
            found = next((one for one in (clause, *clause.others) if self._holds(one)), None)
            if found is None:
                continue
            pair = shown(clause), shown(found)
            if said and self._stand_as_one(said[-1], pair):
                whole = said.pop()[0] + pair[0]
                pair = whole, whole
            said.append(pair)
        return said

    def _stand_as_one(self, left: tuple[str, str], right: tuple[str, str]) -> bool:
        whole = left[0] + right[0]
        return (
            left[0] == left[1]
            and right[0] == right[1]
            and all(map(is_chinese, whole))
            and self._holds(Clause(word="", characters=tuple(whole)))
        )

    def stands(self, clause: Clause) -> bool:
        """Return whether a clause stands in it in one of its wordings."""
        return any(self._holds(wording) for wording in (clause, *clause.others))

    def _says(self, text: TextQuery) -> bool:
        if not (text.clauses or text.strict or text.excluded):
            return False
        standing = sum(map(self.stands, text.clauses))
        return (
            (not text.clauses or standing >= text.required)
            and all(map(self.stands, text.strict))
            and not any(map(self.stands, text.excluded))
        )

    def _holds(self, wording: Clause) -> bool:
        if wording.word and wording.word in self.words:
            return True
        row = f" {' '.join(wording.characters)} "
        return bool(wording.characters) and any(row in line for line in self._lines)


def shown(clause: Clause) -> str:
    """Return a clause as a person reads it."""
    return clause.word or "".join(clause.characters)


def keys_of(wording: Clause) -> Mapping[str, tuple[str, ...]]:
    """Return under what a wording can be looked up: any key of it stands where the wording does.

    Each key comes with its tokens; they are neighbours, a single token, or the word.
    """
    tokens = wording.characters
    if len(tokens) > 1:
        return {" ".join(two): two for two in pairwise(tokens)}
    return {tokens[0]: tokens} if tokens else {wording.word: (wording.word,)}
