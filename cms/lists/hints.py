"""Ways out of a list that shows little: what may have been meant, and how to ask for less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cms.frame import Link
from cms.lists.address import Address
from marketplace.listings.filters import ListFilter
from search import loosening, vocabulary_held
from search.engines.protocol import EngineUnavailable
from search.listing_search import ListQuery, count_listings
from search.loosening import Looser

FEW = 3
"""With fewer hits than this the page says what may have been meant."""

_MOST = 6


@dataclass(frozen=True, slots=True)
class Hint:
    """What to ask for instead, where, and how much that shows."""

    label: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What may have been meant, and what asks for less; only what shows something."""

    meant: tuple[Hint, ...] = ()
    looser: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    label: str
    address: Address
    query: ListQuery


def hints_for(
    list_key: str,
    filters: ListFilter,
    *,
    total: int,
    address: Address,
    lists: Mapping[str, Link],
) -> Hints:
    """Return the ways out of a list with so many hits, counted in one question to the engine."""
    if total >= FEW:
        return Hints()
    asked = ListQuery(
        list_key=list_key,
        now=filters.now,
        text=filters.text,
        filters=filters.narrowing,
        per_page=1,
    )
    meant = list(_meant(asked, address))
    looser = (
        [] if total else [*_loosened(asked, filters, address=address), *_elsewhere(asked, lists)]
    )
    try:
        counts = count_listings([way.query for way in (*meant, *looser)])
    except EngineUnavailable:
        return Hints()
    found = [
        Hint(way.label, way.address, count)
        for way, count in zip((*meant, *looser), counts, strict=True)
    ]
    better = (hint for hint in found[: len(meant)] if hint.count > total)
    wider = (hint for hint in found[len(meant) :] if hint.count)
    return Hints(tuple(better), tuple(wider)[:_MOST])


def _meant(asked: ListQuery, address: Address) -> Iterator[_Way]:
    if not asked.text:
        return
    for text in loosening.corrections(asked.text, vocabulary_held.current().vocabulary):
        yield _Way(text, address.with_choice("q", text), replace(asked, text=text))


def _loosened(asked: ListQuery, filters: ListFilter, *, address: Address) -> Iterator[_Way]:
    """Yield ways that stay in the list: without a filter, all filters, a word, the text."""
    names = [name for name in filters.FACETS if name in asked.filters]
    if asked.filters:
        everywhere = address.without_names((*filters.FACETS, "batch")).with_choice("batch", "all")
        yield _Way(_("Without the filters"), everywhere, replace(asked, filters={}))
    if len(asked.filters) > 1:
        for name in names:
            kept = {other: values for other, values in asked.filters.items() if other != name}
            label = _("Without the filter “%(name)s”") % {"name": filters.form.fields[name].label}
            yield _Way(label, address.without_names([name]), replace(asked, filters=kept))
    for looser in loosening.looser_texts(asked.text):
        way = address.with_choice("q", looser.text)
        yield _Way(_label(looser), way, replace(asked, text=looser.text))
    if asked.text and asked.filters:
        text_gone = address.with_choice("q", "")
        yield _Way(_("Without the search text"), text_gone, replace(asked, text=""))


def _elsewhere(asked: ListQuery, lists: Mapping[str, Link]) -> Iterator[_Way]:
    """Yield the same text in the other lists."""
    if not asked.text:
        return
    for key, link in lists.items():
        if key != asked.list_key:
            label = _("In the list “%(list)s”") % {"list": link.title}
            address = Address(link.url, (("q", asked.text), ("batch", "all")))
            yield _Way(
                label,
                address,
                ListQuery(list_key=key, now=asked.now, text=asked.text, per_page=1),
            )


def _label(looser: Looser) -> str:
    if looser.how == loosening.UNQUOTED:
        return _("Without the quotation marks")
    if looser.how == loosening.WITHOUT:
        return _("Without “%(word)s”") % {"word": looser.part}
    return _("Only “%(word)s”") % {"word": looser.part}
