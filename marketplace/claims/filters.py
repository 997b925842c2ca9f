"""What an officer's table of applications can be narrowed by."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim, ClaimState
from marketplace.listings.filters import AnyOf

_date = {"widget": forms.DateInput({"type": "date"})}


class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]
    """State and day of submission; a value that does not exist is told and left out."""

    state = AnyOf(choices=ClaimState.choices, label=_("state"))
    since = django_filters.DateFilter(
        field_name="submitted_at", lookup_expr="date__gte", label=_("submitted from"), **_date
    )
    until = django_filters.DateFilter(
        field_name="submitted_at", lookup_expr="date__lte", label=_("submitted until"), **_date
    )

    class Meta:
        model = Claim
        fields: ClassVar = ["state", "since", "until"]

    @property
    def chosen_state(self) -> str:
        """Return the first known state that was asked for, else nothing."""
        self.form.is_valid()
        states: list[str] = self.form.cleaned_data.get("state") or [""]
        return states[0]

    @property
    def is_narrowed(self) -> bool:
        """Return whether any filter leaves rows out."""
        self.form.is_valid()
        return any(self.form.cleaned_data.values())
