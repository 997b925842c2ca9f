"""What the lists can be narrowed by: django-filter validates it, describes it, and filters in SQL.

A value that no list knows is ignored and said so, since addresses are shared and grow old.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.listings.models import Capability, Demand

Label = str | Promise
Choices = Sequence[tuple[str, Label]]

Q_LENGTH = 100
"""Longest text that is searched for, in characters."""

RELEVANCE, NEWEST, DEADLINE, BUDGET = "relevance", "newest", "deadline", "budget"

STATES: Choices = [
    ("open", pgettext_lazy("state of a demand", "open")),
    ("upcoming", pgettext_lazy("state of a demand", "not open yet")),
    ("closed", pgettext_lazy("state of a demand", "closed")),
]
DEADLINES: Choices = [
    ("week", _("within 7 days")),
    ("month", _("within 30 days")),
    ("later", pgettext_lazy("deadline", "later")),
    ("none", _("no deadline")),
]
BUDGET_BANDS: Sequence[tuple[str, Label, int, int | None]] = [
    ("0-50", _("below 500,000 yuan"), 0, 500_000),
    ("50-200", _("500,000 to 2 million yuan"), 500_000, 2_000_000),
    ("200-500", _("2 to 5 million yuan"), 2_000_000, 5_000_000),
    ("500-1000", _("5 to 10 million yuan"), 5_000_000, 10_000_000),
    ("1000-", _("10 million yuan and more"), 10_000_000, None),
]
_NO_SUM: Choices = [("undisclosed", _("not disclosed")), ("none", _("no budget"))]


class KnownValuesField(forms.MultipleChoiceField):
    """Keeps the values that are choices and remembers the others in `unknown`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.unknown: list[str] = []

    def clean(self, value: Any) -> list[str]:
        """Return the known values in the order of the choices, each once."""
        given = dict.fromkeys(str(one)[:Q_LENGTH] for one in value or [] if one)
        choices: Any = self.choices
        known = [str(key) for key, _label in choices if str(key) in given]
        self.unknown = [one for one in given if one not in known]
        return known


class SearchTextField(forms.CharField):
    """Shortens what is too long to be searched for and remembers that in `was_cut`."""

    was_cut = False

    def clean(self, value: Any) -> str:
        """Return the text on one line, at most `Q_LENGTH` characters long."""
        text = " ".join(str(value or "").replace("\x00", " ").split())
        self.was_cut = len(text) > Q_LENGTH
        return text[:Q_LENGTH].rstrip()


class AnyOf(django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """Matches rows that have any of the chosen values."""

    field_class = KnownValuesField


class Words(django_filters.CharFilter):  # type: ignore[misc]
    """Matches rows that hold every word: the fallback without an engine.

    A word stands in title or summary, or is the public number or the owner's credit code.
    """

    field_class = SearchTextField

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows that hold every word."""
        for word in (value or "").split():
            qs = qs.filter(
                Q(title__icontains=word)
                | Q(summary__icontains=word)
                | Q(lifecycle__number__iexact=word)
                | Q(lifecycle__owner__credit_code__iexact=word)
            )
        return qs


class Order(AnyOf):
    """Orders the rows by the first known value, else by the first choice."""

    orders: ClassVar[Mapping[str, Sequence[Any]]] = {
        RELEVANCE: ("-lifecycle__published_at", "-pk"),
        NEWEST: ("-lifecycle__published_at", "-pk"),
        DEADLINE: (F("lifecycle__closes_at").asc(nulls_last=True), "-pk"),
        BUDGET: (F("budget_high").desc(nulls_last=True), "-pk"),
    }

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Return the rows in order."""
        chosen = value[0] if value else str(self.extra["choices"][0][0])
        return qs.order_by(*self.orders[chosen])


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What both kinds of list share; `terms` gives the choices of the vocabularies.

    `tops` gives the industry of "5+X" of each field below one. Choosing a field narrows the choice
    of its industry: both stay chosen, and the field alone counts.
    """

    q = Words(label=_("search text"))
    domain = AnyOf(field_name="domains__slug", label=_("scenario domain"))
    industry = AnyOf(method="of_industry", label=_("industry"))

    FACETS: ClassVar[Sequence[str]]
    """The filters that are drawn as facets, in their order."""

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Any],
        *,
        terms: Mapping[str, Choices],
        tops: Mapping[str, str],
        now: datetime,
    ) -> None:
        super().__init__(data, queryset)
        self.tops = tops
        self.now = now
        for name, choices in terms.items():
            if name in self.filters:
                self.filters[name].extra["choices"] = choices

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Return the known values of each facet that has any."""
        cleaned = self._cleaned()
        return {name: cleaned[name] for name in (*self.FACETS, "batch") if cleaned.get(name)}

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """Return the chosen values that count: an industry gives way to chosen fields of it."""
        chosen = self.chosen
        if "industry" in chosen:
            chosen["industry"] = self._narrowest(chosen["industry"])
        return chosen

    @property
    def text(self) -> str:
        """Return what is searched for."""
        return str(self._cleaned()["q"])

    @property
    def order(self) -> str:
        """Return the order: the one asked for where the list offers it, else the default."""
        offered = [value for value, _label in self.orders]
        return next((one for one in self._cleaned()["sort"] if one in offered), offered[0])

    @property
    def default_order(self) -> str:
        """Return the order of a list that was asked for none."""
        return self.orders[0][0]

    @property
    def orders(self) -> Choices:
        """Return the orders on offer, the default first; without a text nothing is relevant."""
        choices: Choices = self.form.fields["sort"].choices
        return [one for one in choices if self.text or one[0] != RELEVANCE]

    @property
    def ignored(self) -> dict[str, list[str]]:
        """Return the values that were asked for and do not exist, by filter."""
        self._cleaned()
        unknown = {name: getattr(f, "unknown", []) for name, f in self.form.fields.items()}
        return {name: values for name, values in unknown.items() if values}

    @property
    def text_was_cut(self) -> bool:
        """Return whether the search text was too long to be used whole."""
        self._cleaned()
        return bool(self.form.fields["q"].was_cut)

    def of_industry(self, qs: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Return the rows of the chosen industries or of fields below them."""
        narrow = self._narrowest(values)
        within = Q(industries__slug__in=narrow) | Q(industries__parent__slug__in=narrow)
        return qs.filter(within).distinct()

    def _narrowest(self, industries: Iterable[str]) -> list[str]:
        narrowed = {self.tops.get(value) for value in industries}
        return [value for value in industries if value not in narrowed]

    def _cleaned(self) -> dict[str, Any]:
        self.form.is_valid()
        return dict(self.form.cleaned_data)


class DemandFilter(ListFilter):
    """What demands can be narrowed by."""

    district = AnyOf(field_name="districts__slug", label=_("district"))
    park = AnyOf(field_name="parks__slug", label=_("park"))
    opens = AnyOf(field_name="opened_resources__kind__slug", label=_("what the city opens"))
    state = AnyOf(method="in_state", choices=STATES, label=_("state"))
    mode = AnyOf(choices=Demand.Mode.choices, label=_("mode"))
    path = AnyOf(choices=Demand.Path.choices, label=_("follow-up path"))
    budget = AnyOf(
        method="of_budget",
        choices=[*((band[0], band[1]) for band in BUDGET_BANDS), *_NO_SUM],
        label=_("budget"),
    )
    deadline = AnyOf(
        method="before_deadline", choices=DEADLINES, label=pgettext_lazy("facet", "closes")
    )
    batch = AnyOf(field_name="lifecycle__batch", label=_("batch"))
    sort = Order(
        choices=[
            (RELEVANCE, _("most relevant")),
            (NEWEST, _("newest")),
            (DEADLINE, _("closing soonest")),
            (BUDGET, _("highest budget")),
        ],
        label=pgettext_lazy("of a list", "order"),
    )

    FACETS = (
        "industry",
        "domain",
        "district",
        "opens",
        "state",
        "mode",
        "path",
        "budget",
        "deadline",
        "park",
    )

    class Meta:
        model = Demand
        fields: ClassVar[list[str]] = []

    def in_state(self, qs: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Return the rows that are upcoming, open or closed at the page's instant."""
        upcoming = Q(lifecycle__opens_at__gt=self.now)
        closed = Q(lifecycle__closes_at__lte=self.now) & ~upcoming
        rules = {"upcoming": upcoming, "closed": closed, "open": ~upcoming & ~closed}
        return _any(qs, [rules[value] for value in values])

    def of_budget(self, qs: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Return the rows whose upper sum lies in a chosen band, or that give none as chosen."""
        rules = {kind: Q(budget_kind=kind) for kind, _label in _NO_SUM}
        for name, _label, low, high in BUDGET_BANDS:
            rules[name] = Q(budget_kind="range") & _between(low, high)
        return _any(qs, [rules[value] for value in values])

    def before_deadline(self, qs: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Return the rows that close within the chosen time from now."""
        month = self.now + timedelta(days=30)
        coming = Q(lifecycle__closes_at__gt=self.now)
        rules = {
            "week": coming & Q(lifecycle__closes_at__lte=self.now + timedelta(days=7)),
            "month": coming & Q(lifecycle__closes_at__lte=month),
            "later": Q(lifecycle__closes_at__gt=month),
            "none": Q(lifecycle__closes_at__isnull=True),
        }
        return _any(qs, [rules[value] for value in values])


class CapabilityFilter(ListFilter):
    """What capabilities can be narrowed by."""

    district = AnyOf(method="delivering_to", label=_("delivers to"))
    qualification = AnyOf(method="naming_qualification", label=_("qualification"))
    maturity = AnyOf(choices=Capability.Maturity.choices, label=_("maturity"))
    first_of_kind = AnyOf(
        choices=[c for c in Capability.FirstOfKind.choices if c[0] != "none"],
        label=_("first of its kind"),
    )
    batch = AnyOf(field_name="lifecycle__batch", label=_("batch"))
    sort = Order(
        choices=[(RELEVANCE, _("most relevant")), (NEWEST, _("newest"))],
        label=pgettext_lazy("of a list", "order"),
    )

    FACETS = ("industry", "domain", "first_of_kind", "maturity", "qualification", "district")

    class Meta:
        model = Capability
        fields: ClassVar[list[str]] = []

    def naming_qualification(
        self, qs: QuerySet[Any], _name: str, values: list[str]
    ) -> QuerySet[Any]:
        """Return the rows that name a chosen kind, or a higher grade of it."""
        named = Q(qualifications__slug__in=values)
        return qs.filter(named | Q(qualifications__satisfies__slug__in=values)).distinct()

    def delivering_to(self, qs: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Return the rows that say they deliver to a chosen district or everywhere."""
        return qs.filter(Q(delivers_everywhere=True) | Q(delivers_to__slug__in=values)).distinct()


def _between(low: int, high: int | None) -> Q:
    """Return the rule that the upper sum, else the lower, is at least `low` and below `high`."""
    upper = Q(budget_high__gte=low)
    lower = Q(budget_high__isnull=True, budget_low__gte=low)
    if high is not None:
        upper &= Q(budget_high__lt=high)
        lower &= Q(budget_low__lt=high)
    return upper | lower


def _any(qs: QuerySet[Any], rules: Iterable[Q]) -> QuerySet[Any]:
    """Return the rows that meet any of the rules; all where there is no rule."""
    either = Q()
    for rule in rules:
        either |= rule
    return qs.filter(either)
