"""The rows below a listing: indicators, opened resources, parties, cases; each a small form."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.listings.forms.fields import NumberField, PlainTextField, WanField
from marketplace.listings.models import Case, DemandParty, Indicator, OpenedResource
from marketplace.organisations.models import Kind, Organisation
from marketplace.taxonomy.models import ResourceKind

MOST_ROWS = 40
_BODIES = (
    Kind.AGENCY,
    Kind.INSTITUTION,
    Kind.STATE_FIRM,
    Kind.PARK,
    Kind.RESEARCH,
    Kind.ASSOCIATION,
    Kind.SERVICE,
)


class RowForm(forms.ModelForm[models.Model]):
    """One row; what the database does not need may stay empty in a draft."""

    NEEDED: ClassVar[frozenset[str]] = frozenset()
    ASIDE: ClassVar[frozenset[str]] = frozenset()
    """Fields that always have a value, so that they do not say whether the row is filled in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.required = name in self.NEEDED
            field.widget.is_required = False

    def has_changed(self) -> bool:
        """Return whether anything was written into the row."""
        telling = (name for name in self.fields if name not in self.ASIDE | {"DELETE"})
        return self.is_bound and any(self[name].data for name in telling)


class IndicatorForm(RowForm):
    """What an answer is measured by."""

    ASIDE = frozenset({"comparison", "is_main"})

    class Meta:
        model = Indicator
        fields: ClassVar = ["name", "comparison", "value", "unit", "baseline", "method", "is_main"]
        field_classes: ClassVar = dict.fromkeys(
            ("name", "value", "unit", "baseline", "method"), PlainTextField
        )


class OpenedResourceForm(RowForm):
    """Something that is opened for the demand."""

    NEEDED = frozenset({"kind"})
    ASIDE = frozenset({"condition", "access"})

    class Meta:
        model = OpenedResource
        fields: ClassVar = ["kind", "text", "condition", "access", "approver"]
        field_classes: ClassVar = dict.fromkeys(("text", "approver"), PlainTextField)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].queryset = ResourceKind.objects.in_use()  # type: ignore[attr-defined]


class PartyForm(RowForm):
    """Another body and its part."""

    NEEDED = frozenset({"organisation", "part"})
    ASIDE = frozenset({"part"})

    class Meta:
        model = DemandParty
        fields: ClassVar = ["organisation", "part"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        bodies = Organisation.objects.present().filter(kind__in=_BODIES, is_placeholder=False)
        self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]


class CaseForm(RowForm):
    """Where the capability was delivered before."""

    amount = WanField(label=_("amount"))

    class Meta:
        model = Case
        fields: ClassVar = ["customer", "place", "year", "amount", "result"]
        field_classes: ClassVar = {
            **dict.fromkeys(("customer", "place", "result"), PlainTextField),
            "year": NumberField,
        }


class Rows(forms.BaseFormSet[Any]):
    """Rows of one kind; an emptied row is left out, `more` of them are drawn empty."""

    def __init__(self, *args: Any, more: int = 0, **options: Any) -> None:
        self.more = more
        super().__init__(*args, **options)

    def total_form_count(self) -> int:
        """Return the posted rows and those asked for."""
        return min(super().total_form_count() + (self.more if self.is_bound else 0), MOST_ROWS)

    def _construct_form(self, i: int, **options: Any) -> Any:
        if self.is_bound and i >= super().total_form_count():
            options.update(data=None, files=None)
        return super()._construct_form(i, **options)  # type: ignore[misc]

    def initial_form_count(self) -> int:
        """Return none for posted rows: each may be emptied, and the given ones are compared."""
        return 0 if self.is_bound else super().initial_form_count()

    def full_clean(self) -> None:
        """Judge the rows; not yet where one more was asked for, since it was not posted."""
        if self.more:
            self._errors: list[Any] = []
            self._non_form_errors = self.error_class()
        else:
            super().full_clean()

    def kept(self) -> list[Any]:
        """Return the models of the rows that were filled in, in their order."""
        found: list[Any] = []
        for form in self.forms:
            if form.has_changed() and not form.cleaned_data.get("DELETE"):
                form.instance.sort_order = len(found)
                found.append(form.instance)
        return found


def rows_class(
    form: type[forms.BaseForm], *, rows: type[Rows] = Rows, most: int = MOST_ROWS
) -> type[Rows]:
    """Return the formset of a row's form, with an empty row at its end."""
    made: Any = forms.formset_factory(
        form,
        formset=rows,
        extra=1,
        can_delete=True,
        max_num=most,
        validate_max=True,
        absolute_max=most,
    )
    return made  # type: ignore[no-any-return]


def as_initial(child: models.Model, names: list[str]) -> dict[str, Any]:
    """Return what a row shows of a child."""
    return {name: getattr(child, f"{name}_id", None) or getattr(child, name) for name in names}
