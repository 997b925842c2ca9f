"""What a list holds of what was asked for: from the engine, or from the database without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from cms.lists.address import Address
from cms.lists.facets import Counts
from marketplace.listings.filters import ListFilter
from search.highlighting import Highlighter
from search.text import cut

PER_PAGE = 20
_MOST_HINTS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results: their keys, where it stands among the pages, and what was counted.

    `counts` is None where the database answered.
    """

    pks: Sequence[int]
    total: int
    page: int
    pages: int
    counts: Counts | None
    highlighter: Highlighter

    @property
    def is_plain(self) -> bool:
        """Return whether the database answered, without ranking and counts."""
        return self.counts is None


@dataclass(frozen=True, slots=True)
class Hint:
    """A way out of an empty list: what to ask for instead, and how much that would show."""

    label: str
    address: Address
    count: int | None


def find(list_key: str, filters: ListFilter, *, page: int) -> Found:
    """Return a page of the list; a number beyond the last page gives the last."""
    return _from_database(filters, page)


def looser(list_key: str, filters: ListFilter, address: Address) -> list[Hint]:
    """Return what to ask for instead of what showed nothing."""
    hints = []
    if filters.chosen:
        wide = address.without_names((*filters.FACETS, "batch")).with_choice("batch", "all")
        hints.append(Hint(_("Without the filters"), wide, None))
    for word in _parts(filters.text):
        label = _("Only “%(word)s”") % {"word": word}
        hints.append(Hint(label, address.with_choice("q", word), None))
    return hints[:_MOST_HINTS]


def _from_database(filters: ListFilter, page: int) -> Found:
    paginator: Paginator[Any] = Paginator(filters.qs.values_list("pk", flat=True), PER_PAGE)
    shown = paginator.get_page(page)
    return Found(
        pks=list(shown.object_list),
        total=paginator.count,
        page=shown.number,
        pages=paginator.num_pages,
        counts=None,
        highlighter=Highlighter(filters.text),
    )


def _parts(text: str) -> list[str]:
    """Return the parts of a search that can be asked for alone; one part is none."""
    given = text.split()
    if len(given) == 1:
        units = [text[token.start : token.end] for token in cut(text).units]
        given = [word for word in units if len(word) > 1]
    return list(dict.fromkeys(given)) if len(given) > 1 else []
