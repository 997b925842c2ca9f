"""A document as field values, the same on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search import facets
from search.documents import NEVER, ListingDocument, order_of
from search.engines.ordering import sort_values
from search.packing import KINDS

TEXTS = ("words", "characters", "title_words", "name_words", "name_characters")
VALUES = tuple(dict.fromkeys(facets.FIELDS.values()))
NUMBERS = ("version", "ordinal", "opens_at", "closes_at", "by_published", "by_closes", "by_budget")

LIST_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"words": 1.0, "title_words": 1.5, "name_words": 1.0, "characters": 0.3}
)
"""What the text fields weigh in the order of a list that was searched by a typed text."""

LINED = ("characters", "name_characters")
"""The text fields in which tokens can be asked for one after the other."""

FIRST = 256.0
"""What a code adds in each of these: more than words do, so that its holders come first."""


def values_of(document: ListingDocument) -> dict[str, list[str]]:
    """Return the values that facets count, by field; an industry counts for its top one too."""
    found: dict[str, list[str]] = {}
    for name in VALUES:
        value = getattr(document, name)
        found[name] = list(value) if isinstance(value, tuple) else [value] if value else []
    found["industries"] = sorted({*document.industries, *document.industry_tops})
    return found


def numbers_of(document: ListingDocument) -> dict[str, int]:
    """Return the numbers that lists are filtered and sorted by, by field."""
    return {
        "version": document.version,
        "ordinal": ordinal_of(document.key),
        "opens_at": document.opens_at or 0,
        "closes_at": NEVER if document.closes_at is None else document.closes_at,
        **sort_values(document),
    }


def ordinal_of(key: str) -> int:
    """Return a listing's key as one integer, for columns."""
    kind, number = order_of(key)
    return number * len(KINDS) + KINDS.index(kind)


def key_of(ordinal: int) -> str:
    """Return the key of an ordinal."""
    number, kind = divmod(ordinal, len(KINDS))
    return f"{KINDS[kind]}:{number}"
