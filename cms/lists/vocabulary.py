"""All controlled terms in one query: a list page names them in facets, chips and cards."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from marketplace.listings.models import Batch
from marketplace.taxonomy.models import (
    District,
    Domain,
    Industry,
    Park,
    QualificationKind,
    ResourceKind,
)

_LATEST_YEAR = 10_000


@dataclass(frozen=True, slots=True)
class Term:
    """A term: which vocabulary, its key there, slug, name, parent's key (0 for none), and icon."""

    kind: str
    pk: int
    slug: str
    name: str
    parent: int
    icon: str
    retired: bool


class Vocabulary:
    """Terms by vocabulary in the staff's order, and by key; batches are terms, newest first."""

    def __init__(self, terms: list[Term]) -> None:
        self._by_kind: defaultdict[str, list[Term]] = defaultdict(list)
        self._by_pk: dict[tuple[str, int], Term] = {}
        for term in terms:
            self._by_kind[term.kind].append(term)
            self._by_pk[term.kind, term.pk] = term

    def of(self, kind: str) -> list[Term]:
        """Return the terms of a vocabulary in their order."""
        return self._by_kind[kind]

    def get(self, kind: str, pk: int) -> Term:
        """Return a term by its key; KeyError for an unknown one."""
        return self._by_pk[kind, pk]

    def top(self, industry: Term) -> Term:
        """Return the industry of "5+X" that an industry or field belongs to."""
        return self.get("industry", industry.parent) if industry.parent else industry

    def tops(self) -> dict[str, str]:
        """Return the slug of the industry of "5+X" by the slug of each field below one."""
        return {term.slug: self.top(term).slug for term in self.of("industry") if term.parent}

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """Return the choices of the filters that take terms, by the filter's name."""
        found = {
            kind: [(term.slug, term.name) for term in terms]
            for kind, terms in self._by_kind.items()
        }
        return {"batch": [], **found}


def read_vocabulary() -> Vocabulary:
    """Return every term and batch, asking the database once."""
    batches = _columns(
        "batch",
        Batch,
        slug=Cast("pk", CharField()),
        retired=Value(False, BooleanField()),
        place=Value(_LATEST_YEAR) * Value(100) - F("year") * Value(100) - F("order"),
    )
    rows = batches.union(
        _columns("domain", Domain, icon=F("icon")),
        _columns("industry", Industry, parent=Coalesce(F("parent"), Value(0))),
        _columns("district", District),
        _columns("park", Park),
        _columns("opens", ResourceKind, icon=F("icon")),
        _columns("qualification", QualificationKind),
        all=True,
    )
    ordered = sorted(rows, key=lambda row: (row[-1], row[1]))
    return Vocabulary([Term(*row[:-1]) for row in ordered])


def _columns(kind: str, model: Any, **given: Any) -> QuerySet[Any, Any]:
    """Return a model's rows as the columns of a Term, and their place in the order."""
    columns = {
        "slug": F("slug"),
        "parent": Value(0),
        "icon": Value(""),
        "retired": F("retired"),
        "place": F("sort_order"),
        **given,
    }
    return model.objects.order_by().values_list(  # type: ignore[no-any-return]
        Value(kind, CharField()),
        "pk",
        columns["slug"],
        "name",
        columns["parent"],
        columns["icon"],
        columns["retired"],
        Cast(columns["place"], IntegerField()),
    )
