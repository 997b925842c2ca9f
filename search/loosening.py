"""What to type instead: texts of the same sound, and texts that ask for less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search import text
from search.language import Kind, ParsedQuery, Term, parse
from search.lexicon import GENERIC
from search.vocabulary import Vocabulary

_TEXTS = 3
_WORDS = 4
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,8}")


@dataclass(frozen=True, slots=True)
class Looser:
    """A text that asks for less: without a part, with one part only, or without its quotes.

    `part` is the one that is left out or kept, as it was typed.
    """

    how: str
    part: str
    text: str


WITHOUT, ONLY, UNQUOTED = "without", "only", "unquoted"


def corrections(typed: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what may have been meant: other words of the same sound in place of a run."""
    parsed = parse(typed)
    understood = vocabulary.understand(parsed)
    found: list[str] = []
    for term in understood.terms:
        if term.kind is not Kind.WORDS or term.is_excluded:
            continue
        written = parsed.typed[term.start : term.end]
        options = [
            term.text.replace(run, other)
            for run in dict.fromkeys(_CHINESE.findall(term.text))
            for other in (*vocabulary.same_sound(run), *understood.others.get(run, ()))
        ]
        found += [parsed.typed.replace(written, option, 1) for option in options]
    return tuple(one for one in dict.fromkeys(found) if one != typed)[:_TEXTS]


def looser_texts(typed: str) -> tuple[Looser, ...]:
    """Return the texts that ask for less than a typed one, those that keep most of it first."""
    parsed = parse(typed)
    return tuple(_loosened(parsed))


def _loosened(parsed: ParsedQuery) -> Iterator[Looser]:
    if any(term.kind is Kind.PHRASE for term in parsed.wanted):
        yield Looser(UNQUOTED, "", " ".join(map(_unquoted, parsed.terms)))
    if len(parsed.terms) > 1:
        for term in parsed.terms[:_WORDS]:
            rest = parsed.without(term)
            if parse(rest).wanted:
                yield Looser(WITHOUT, str(term), rest)
    parts = _parts(parsed)
    if len(parts) > 1:
        yield from (Looser(ONLY, part, part) for part in parts[:_WORDS])


def _unquoted(term: Term) -> str:
    is_wanted = term.kind is Kind.PHRASE and not term.is_excluded
    return term.text if is_wanted else str(term)


def _parts(parsed: ParsedQuery) -> list[str]:
    """Return the parts that can be asked for alone; words of a single run one by one."""
    if len(parsed.wanted) > 2:  # noqa: PLR2004 - of two, the other one alone is the text without
        return [str(term) for term in parsed.wanted]
    if len(parsed.wanted) != 1 or parsed.wanted[0].kind is not Kind.WORDS:
        return []
    units = [unit.text for unit in text.cut(parsed.wanted[0].text).units]
    return [unit for unit in dict.fromkeys(units) if len(unit) > 1 and unit not in GENERIC]
