"""What officers and firms type at an agreement; the actions decide what is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import CLAUSE_LENGTH, NOTE_LENGTH, Agreement, EndReason
from marketplace.agreements.models.parts import TITLE_LENGTH, VALUE_LENGTH
from marketplace.agreements.texts import (
    AgreementText,
    ClauseText,
    InstallmentText,
    MilestoneText,
    PromiseText,
)
from marketplace.claims.forms import TextField
from marketplace.core.money import from_wan, to_wan
from marketplace.core.required import REQUIRED

_MOST_ROWS: Final = 30
_SPARE: Final = 1
"""Empty rows at the end of each part, so that one can be added without a script."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a part: its fields by name, and what stands beside them."""

    name: str
    fields: dict[str, forms.BoundField]
    about: Any = None


@dataclass(slots=True)
class _Part:
    """A part of an agreement: its fields, what they are filled with, which row is an empty one."""

    name: str
    columns: Sequence[str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    may_grow: bool = True


class MoneyField(forms.DecimalField):
    """An amount typed in 万元, in yuan once cleaned."""

    def __init__(self, **options: Any) -> None:
        """Take four digits before and six after the point of what people call 万元."""
        super().__init__(
            min_value=Decimal(0),
            max_value=Decimal(9_999_999),
            decimal_places=6,
            error_messages=REQUIRED,
            widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
            **options,
        )

    def clean(self, value: Any) -> Decimal | None:
        """Return yuan."""
        amount = super().clean(value)
        return None if amount is None else from_wan(amount)


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **options: Any) -> None:
        """Draw the browser's field for days."""
        super().__init__(
            error_messages=REQUIRED,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            **options,
        )


class AgreementForm(forms.Form):
    """All that an officer writes, with an empty row at the end of what may grow."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    starts_on = DayField(label=_("begins on"))
    ends_on = DayField(label=_("ends on"))
    amount = MoneyField(label=_("public money, 万元"))
    own_money = MoneyField(label=_("own money, 万元"))
    is_public = forms.BooleanField(
        label=_("everybody reads the amount"),
        required=False,
        help_text=_("That an agreement was signed, and when, is public in any case."),
    )

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        """Fill it from the agreement as it is; a posted one has the rows that were posted."""
        self._staged = agreement.challenge.is_staged
        self._parts = {one.name: one for one in _parts_of(agreement)}
        self._promises = list(agreement.promises.order_by("position"))
        options["initial"] = {**_whole(agreement), **self._filled(), **options.get("initial", {})}
        super().__init__(*args, **options)
        for part in self._parts.values():
            for number in range(1, self._count(part) + 1):
                for column in part.columns:
                    name = f"{part.name}-{number}-{column}"
                    self.fields[name] = self._field(part.name, column)

    def rows_of(self, part: str) -> Iterator[Row]:
        """Yield the rows of a part with their fields."""
        columns = self._parts[part].columns
        for number in range(1, self._count(self._parts[part]) + 1):
            name = f"{part}-{number}"
            about = self._promises[number - 1] if part == "promise" else None
            yield Row(name, {column: self[f"{name}-{column}"] for column in columns}, about)

    @property
    def milestones(self) -> Iterator[Row]:
        """Yield the rows of the milestones."""
        return self.rows_of("milestone")

    @property
    def promises(self) -> Iterator[Row]:
        """Yield the rows of the promises, each about its promise."""
        return self.rows_of("promise")

    @property
    def installments(self) -> Iterator[Row]:
        """Yield the rows of the payments."""
        return self.rows_of("installment")

    @property
    def clauses(self) -> Iterator[Row]:
        """Yield the rows of the clauses."""
        return self.rows_of("clause")

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a row that was begun is filled in."""
        typed = super().clean() or self.cleaned_data
        for part in self._parts.values():
            for name in self._begun(part):
                for column in _NEEDED[part.name]:
                    field_name = f"{name}-{column}"
                    if typed.get(field_name) in (None, "") and field_name not in self.errors:
                        self.add_error(field_name, REQUIRED["required"])
        return typed

    @property
    def text(self) -> AgreementText:
        """Return what was typed, the empty rows left out."""
        typed = self.cleaned_data
        whole = {name: typed[name] for name in _WHOLE}
        return AgreementText(
            **whole,
            milestones=[
                MilestoneText(name=name, **self._values(name, "title", "due_on", "is_gate"))
                for name in self._begun(self._parts["milestone"])
            ],
            promises=[
                PromiseText(name=name, key=one.pk, **self._values(name, "value", "milestone"))
                for name, one in zip(
                    self._names(self._parts["promise"]), self._promises, strict=True
                )
            ],
            installments=[
                InstallmentText(name=name, **self._values(name, "title", "amount", "milestone"))
                for name in self._begun(self._parts["installment"])
            ],
            clauses=[
                ClauseText(name=name, **self._values(name, "title", "text"))
                for name in self._begun(self._parts["clause"])
            ],
        )

    def _values(self, name: str, *columns: str) -> dict[str, Any]:
        return {one: self.cleaned_data.get(f"{name}-{one}", False) for one in columns}

    def _filled(self) -> dict[str, Any]:
        return {
            f"{part.name}-{number}-{column}": value
            for part in self._parts.values()
            for number, row in enumerate(part.rows, start=1)
            for column, value in row.items()
        }

    def _count(self, part: _Part) -> int:
        """Return how many rows are drawn: those that are there or were posted, and a spare one."""
        if not part.may_grow:
            return len(part.rows)
        if not self.is_bound:
            return min(len(part.rows) + _SPARE, _MOST_ROWS)
        first = part.columns[0]
        posted = (n for n in range(1, _MOST_ROWS + 1) if f"{part.name}-{n}-{first}" in self.data)
        return max(posted, default=0)

    def _names(self, part: _Part) -> list[str]:
        return [f"{part.name}-{number}" for number in range(1, self._count(part) + 1)]

    def _begun(self, part: _Part) -> list[str]:
        """Return the names of the rows in which anything was typed."""
        return [
            name
            for name in self._names(part)
            if any(self.data.get(f"{name}-{one}", "").strip() for one in _NEEDED[part.name])
        ]

    def _field(self, part: str, column: str) -> forms.Field:
        if column == "milestone":
            return forms.ChoiceField(
                label=_("milestone"), required=False, choices=self._milestone_choices(part)
            )
        made: forms.Field = _FIELDS[part, column]()
        return made

    def _milestone_choices(self, part: str) -> list[tuple[str, Any]]:
        """Return the milestones as they stand in the form, saved or not."""
        none = _("on signing") if part == "installment" else _("not chosen")
        found: list[tuple[str, Any]] = [("", none)]
        rows = self._parts["milestone"].rows
        for number, name in enumerate(self._names(self._parts["milestone"]), start=1):
            saved = rows[number - 1]["title"] if number <= len(rows) else ""
            title = self.data.get(f"{name}-title", saved) if self.is_bound else saved
            found.append((name, f"{number} {title}".strip()))
        return found


class WordsForm(forms.Form):
    """What is said when an offer is returned or a copy rejected."""

    words = TextField(
        label=_("in words"),
        max_length=NOTE_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The other side reads it."),
    )


class EndForm(forms.Form):
    """Why no agreement comes about."""

    reason = forms.ModelChoiceField(
        EndReason.objects.filter(is_active=True),
        label=_("reason"),
        error_messages=REQUIRED,
        empty_label=_("not chosen"),
    )
    end_note = TextField(
        label=_("in words"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )


class CopyForm(forms.Form):
    """A signed copy."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    upload = forms.FileField(
        label=_("signed copy (PDF)"),
        error_messages=REQUIRED,
        help_text=_("A scan of the printed version, signed and stamped; both sides read it."),
    )


class SeenForm(forms.Form):
    """That somebody read a version."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


_WHOLE: Final = ("starts_on", "ends_on", "amount", "own_money", "is_public")
_NEEDED: Final = {
    "milestone": ("title", "due_on"),
    "promise": ("value", "milestone"),
    "installment": ("title", "amount"),
    "clause": ("title", "text"),
}
"""The columns that every begun row of a part has."""

_FIELDS: Final[dict[tuple[str, str], Any]] = {
    ("milestone", "title"): lambda: _text(_("milestone"), TITLE_LENGTH),
    ("milestone", "due_on"): lambda: DayField(label=_("due on"), required=False),
    ("milestone", "is_gate"): lambda: forms.BooleanField(
        label=_("goes on or stops here"), required=False
    ),
    ("promise", "value"): lambda: _text(_("promised value"), VALUE_LENGTH),
    ("installment", "title"): lambda: _text(pgettext_lazy("payment", "what for"), TITLE_LENGTH),
    ("installment", "amount"): lambda: MoneyField(label=_("amount, 万元"), required=False),
    ("clause", "title"): lambda: _text(pgettext_lazy("clause", "title"), 60),
    ("clause", "text"): lambda: TextField(
        label=pgettext_lazy("clause", "text"),
        required=False,
        max_length=CLAUSE_LENGTH,
        widget=forms.Textarea({"rows": 4}),
    ),
}


def _text(label: Any, length: int) -> TextField:
    return TextField(label=label, required=False, max_length=length)


def _whole(agreement: Agreement) -> dict[str, Any]:
    return {
        "seen": agreement.version,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "amount": to_wan(agreement.amount),
        "own_money": to_wan(agreement.own_money),
        "is_public": agreement.is_public,
    }


def _parts_of(agreement: Agreement) -> Iterator[_Part]:
    milestones = list(agreement.milestones.order_by("position"))
    names = {one.pk: f"milestone-{number}" for number, one in enumerate(milestones, start=1)}
    gates = ("is_gate",) if agreement.challenge.is_staged else ()
    yield _Part(
        "milestone",
        ("title", "due_on", *gates),
        [{"title": m.title, "due_on": m.due_on, "is_gate": m.is_gate} for m in milestones],
    )
    yield _Part(
        "promise",
        ("value", "milestone"),
        [
            {"value": one.value, "milestone": names[one.milestone_id]}
            for one in agreement.promises.order_by("position")
        ],
        may_grow=False,
    )
    yield _Part(
        "installment",
        ("title", "amount", "milestone"),
        [
            {
                "title": one.title,
                "amount": to_wan(one.amount),
                "milestone": names.get(one.milestone_id or 0, ""),
            }
            for one in agreement.installments.order_by("position")
        ],
    )
    yield _Part(
        "clause",
        ("title", "text"),
        [{"title": c.title, "text": c.text} for c in agreement.clauses.order_by("position")],
    )
