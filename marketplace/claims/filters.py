"""What an officer's table of applications can be narrowed and sorted by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.models import Claim, ClaimState
from marketplace.core import clock
from marketplace.listings.filters import Q_LENGTH, AnyOf, Choices
from marketplace.organisations.models import Kind

if TYPE_CHECKING:
    from datetime import datetime

_date = {"widget": forms.DateInput({"type": "date"})}

DUE: Choices = [
    ("late", pgettext_lazy("answer", "overdue")),
    ("soon", _("within 24 hours")),
    ("later", pgettext_lazy("deadline", "later")),
]
SORTS: Choices = [
    ("newest", _("newest first")),
    ("oldest", _("oldest first")),
    ("due", _("most urgent first")),
    ("firm", _("by the firm's name")),
]
_ORDER = {
    "newest": ("-submitted_at", "-pk"),
    "oldest": ("submitted_at", "pk"),
    "firm": ("firm__name", "pk"),
}


class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]
    """State, due answer, kind of firm, words and days; an unknown value is told and left out."""

    state = AnyOf(choices=ClaimState.choices, label=_("state"))
    due = AnyOf(choices=DUE, label=_("answer due"), method="due_in")
    kind = AnyOf(choices=Kind.choices, field_name="firm__kind", label=_("kind of firm"))
    q = django_filters.CharFilter(
        label=_("firm, text or receipt"), method="with_words", max_length=Q_LENGTH
    )
    since = django_filters.DateFilter(
        field_name="submitted_at", lookup_expr="date__gte", label=_("submitted from"), **_date
    )
    until = django_filters.DateFilter(
        field_name="submitted_at", lookup_expr="date__lte", label=_("submitted until"), **_date
    )
    sort = AnyOf(choices=SORTS, label=_("order"), method="sorted_by")

    CHOICES: ClassVar = ("state", "due", "kind", "sort")

    class Meta:
        model = Claim
        fields: ClassVar = ["state", "due", "kind", "q", "since", "until", "sort"]

    def due_in(self, rows: QuerySet[Claim], name: str, value: list[str]) -> QuerySet[Claim]:
        """Return the rows whose first answer is awaited and due in one of the spans."""
        spans = _spans(clock.now())
        wanted = Q(pk__in=[])
        for span in value:
            wanted |= spans[span]
        return rows.filter(wanted, state=ClaimState.SUBMITTED, details_asked_at__isnull=True)

    def with_words(self, rows: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """Return the rows that hold every word in the firm's name, the text or the receipt."""
        for word in value.split():
            rows = rows.filter(
                Q(firm__name__icontains=word)
                | Q(firm__short_name__icontains=word)
                | Q(pitch__icontains=word)
                | Q(receipt__iexact=word)
            )
        return rows

    def sorted_by(self, rows: QuerySet[Claim], name: str, value: list[str]) -> QuerySet[Claim]:
        """Return the rows in the first order that was asked for."""
        if value[0] == "due":
            return rows.by_urgency()  # type: ignore[attr-defined, no-any-return]
        return rows.order_by(*_ORDER[value[0]])

    @property
    def chosen(self) -> dict[str, str]:
        """Return the first known value of each list of choices, else nothing."""
        self.form.is_valid()
        return {name: (self.form.cleaned_data.get(name) or [""])[0] for name in self.CHOICES}

    @property
    def is_narrowed(self) -> bool:
        """Return whether any filter leaves rows out."""
        self.form.is_valid()
        return any(value for name, value in self.form.cleaned_data.items() if name != "sort")

    @property
    def unknown(self) -> bool:
        """Return whether a value in the address is not known."""
        self.form.is_valid()
        return any(self.form.fields[name].unknown for name in self.CHOICES)


def _spans(now: datetime) -> dict[str, Q]:
    border = now + timedelta(days=1)
    return {
        "late": Q(answer_due__lte=now),
        "soon": Q(answer_due__gt=now, answer_due__lte=border),
        "later": Q(answer_due__gt=border),
    }
