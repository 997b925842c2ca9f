"""Suggestions while somebody types: titles, bodies, terms, and what others typed and found.

Everything is found from the beginning of any of its words, in characters, in pinyin or by initials.
A shelf is made of public rows; whoever shows its answers reads the rows again.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from search import pinyin, text
from search.documents import CAPABILITIES, DEMAND_LISTS, LISTS, order_of
from search.language import parse
from search.lines import Lines
from search.short_names import forms_of
from search.vocabulary_sources import Body, Read, TermName, Title

EACH = 5
"""So many suggestions of one kind at most."""

_LOOKED_AT = 60
_MORE = 12
_LONGEST = 40
_LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a text may become: keys of listings and of bodies, terms, and typed texts by list."""

    listings: tuple[str, ...] = ()
    bodies: tuple[int, ...] = ()
    terms: tuple[TermName, ...] = ()
    queries: tuple[tuple[str, str], ...] = ()


class Shelf:
    """All that can be suggested, in little memory."""

    def __init__(self, read: Read | None = None) -> None:
        read = read or Read()
        titles = read.titles
        self._titles = _Index([title.words for title in titles])
        self._ordinals = array("q", (_ordinal(title) for title in titles))
        self._bodies = read.bodies
        self._names = _Index([tuple(text.row(text.normalise(b.name).text)) for b in read.bodies])
        forms = [(form, at) for at, body in enumerate(read.bodies) for form in _forms(body)]
        self._forms = _Index([tuple(text.row(form)) for form, _ in forms])
        self._owners = array("I", (at for _, at in forms))
        self._terms = read.terms
        self._term_names = _Index(
            [tuple(text.row(text.normalise(t.name).text)) for t in read.terms]
        )
        self._queries = read.queries
        self._typed = _Index([tuple(text.row(typed)) for _, typed in read.queries])

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        indexes = (self._titles, self._names, self._forms, self._term_names, self._typed)
        return sum(index.size for index in indexes) + 8 * len(self._ordinals)

    def suggest(self, typed: str, lists: frozenset[str] = frozenset(LISTS)) -> Suggested:
        """Return what a text may become in some lists; nothing for one that says nothing yet.

        More than `EACH` listings are given, since some may not be shown any more.
        """
        asked = _asked(typed)
        if not asked:
            return Suggested()
        names = dict.fromkeys(self._names.find(asked))
        names |= dict.fromkeys(self._owners[at] for at in self._forms.find(asked))
        queries = [self._queries[at] for at in self._typed.find(asked)]
        mine = [(where, said) for where, said in queries if where in lists]
        said = " ".join(asked)
        return Suggested(
            listings=tuple(self._listings(asked, lists)),
            bodies=tuple(self._bodies[at].pk for at in names)[:EACH],
            terms=tuple(self._terms[at] for at in self._term_names.find(asked))[:EACH],
            queries=tuple({text: (where, text) for where, text in mine if text != said}.values())[
                :EACH
            ],
        )

    def _listings(self, asked: Sequence[str], lists: frozenset[str]) -> list[str]:
        kinds = {
            "demand": not DEMAND_LISTS.isdisjoint(lists),
            "capability": CAPABILITIES in lists,
        }
        keys = (_key(self._ordinals[at]) for at in self._titles.find(asked))
        return [key for key in keys if kinds[order_of(key)[0]]][:_MORE]


class _Index:
    """Texts that are found from any of their words on, in three spellings."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._plain = Lines(("".join(words), _starts(words)) for words in texts)
        spelt = [[_spelt(word) for word in words] for words in texts]
        self._spelt = Lines(("".join(map("".join, words)), _starts_of(words)) for words in spelt)
        self._initials = Lines(
            (pinyin.initials(tuple(part for word in words for part in word)), _firsts(words))
            for words in spelt
        )

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return self._plain.size + self._spelt.size + self._initials.size

    def find(self, asked: Sequence[str]) -> list[int]:
        """Return the texts in which a word begins with the last part and which hold the others."""
        *others, last = asked
        found = dict.fromkeys(self._plain.beginning(last, _LOOKED_AT))
        letters = last.replace("'", "")
        if letters.isascii() and letters.isalpha() and len(letters) >= _LEAST_LETTERS:
            found |= dict.fromkeys(self._spelt.beginning(letters, _LOOKED_AT))
            found |= dict.fromkeys(self._initials.beginning(letters, _LOOKED_AT))
        return [at for at in found if all(other in self._plain[at] for other in others)]


def _asked(typed: str) -> list[str]:
    """Return the parts of a text that is being typed; what is excluded does not count."""
    parsed = parse(typed[:_LONGEST].replace('"', " "))
    return [term.text for term in parsed.wanted]


def _forms(body: Body) -> tuple[str, ...]:
    return forms_of(body.name, *body.short_names)


def _starts(words: Sequence[str]) -> list[int]:
    """Return where words begin that are no punctuation, in characters."""
    begins = [0, *accumulate(map(len, words))]
    return [at for at, word in zip(begins, words, strict=False) if word[:1].isalnum()]


def _spelt(word: str) -> tuple[str, ...]:
    """Return the syllables of a Chinese word, a Latin word as it stands, nothing for a mark."""
    if text.is_chinese(word):
        return pinyin.spelt(word)
    return (word,) if word.isalnum() else ()


def _starts_of(words: Sequence[Sequence[str]]) -> list[int]:
    """Return where spelt words begin, in letters."""
    begins = [0, *accumulate(sum(map(len, word)) for word in words)]
    return [at for at, word in zip(begins, words, strict=False) if word]


def _firsts(words: Sequence[Sequence[str]]) -> list[int]:
    """Return where words begin, in initials."""
    begins = [0, *accumulate(map(len, words))]
    return [at for at, word in zip(begins, words, strict=False) if word]


def _ordinal(title: Title) -> int:
    return title.pk * 2 + (title.kind == "capability")


def _key(ordinal: int) -> str:
    pk, is_capability = divmod(ordinal, 2)
    return f"capability:{pk}" if is_capability else f"demand:{pk}"
