"""What both sides type at the steps of a delivery; the actions decide what is saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.forms import CapabilityField, TextField
from marketplace.core.money import from_wan, to_wan
from marketplace.core.required import REQUIRED
from marketplace.deliveries.grades import Grade
from marketplace.deliveries.models import FILES_LIMIT, LINKS_LIMIT, WORDS_LENGTH, Course
from marketplace.deliveries.results import capabilities_of
from marketplace.deliveries.verdicts import grade_by_rule
from marketplace.files.forms import ManyFilesField
from marketplace.listings.models import Capability


def words_field(label: Any, *, rows: int = 3, **options: Any) -> TextField:
    """Return a field of plain words."""
    return TextField(
        label=label,
        max_length=WORDS_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": rows}),
        **options,
    )


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a field of a day."""
    return forms.DateField(
        label=label,
        required=required,
        error_messages=REQUIRED,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class StepForm(forms.Form):
    """A step that asks for nothing; the others add their fields."""

    def __init__(self, *args: Any, row: Any, name: str, **options: Any) -> None:
        """Keep what it is about; ids carry the name, since several forms stand on a page."""
        options["auto_id"] = f"{name}_%s"
        super().__init__(*args, **options)
        self.row = row

    @property
    def typed(self) -> dict[str, Any]:
        """Return what the action takes."""
        return dict(self.cleaned_data)


class ReasonForm(StepForm):
    """A reason that the other side reads."""

    reason = words_field(_("reason"), help_text=_("The other side reads it."))


class NoteForm(StepForm):
    """Words that whoever is told reads."""

    note = words_field(_("reason"), help_text=_("Whoever asked reads it."))


class EvidenceForm(StepForm):
    """Evidence for a milestone: words, and links or files if there are."""

    words = words_field(_("what was done"), rows=5)
    links = TextField(
        label=_("links"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One a line, at most %(limit)s.") % {"limit": LINKS_LIMIT},
    )
    uploads = ManyFilesField(
        label=_("files"),
        required=False,
        help_text=_("At most %(limit)s files.") % {"limit": FILES_LIMIT},
    )

    @property
    def typed(self) -> dict[str, Any]:
        """Return the links one by one."""
        typed = self.cleaned_data
        links = typed["links"].splitlines()
        return {"words": typed["words"], "links": links, "files": typed["uploads"]}


class CourseForm(StepForm):
    """Stop or go, with the reason."""

    course = forms.ChoiceField(
        label=_("stop or go"),
        choices=[("", _("not chosen")), *Course.choices],
        error_messages=REQUIRED,
    )
    reason = words_field(_("reason"), help_text=_("The firm reads it; nobody outside does."))


class AmountForm(StepForm):
    """The amount that is applied for, 万元."""

    amount = forms.DecimalField(
        label=_("amount in 10,000 yuan"),
        min_value=Decimal(0),
        max_value=Decimal(99_999_999),
        decimal_places=6,
        error_messages=REQUIRED,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, row: Any, name: str, **options: Any) -> None:
        """Start with what is planned."""
        options["initial"] = {"amount": to_wan(row.planned)}
        super().__init__(*args, row=row, name=name, **options)

    def clean_amount(self) -> Decimal:
        """Return yuan."""
        return from_wan(self.cleaned_data["amount"])


class PaidForm(StepForm):
    """On which day a payment was made, with its reference."""

    paid_on = day_field(_("paid on"))
    reference = forms.CharField(
        label=_("reference of the payment"), max_length=60, error_messages=REQUIRED
    )


class GradeForm(StepForm):
    """The grade of what is accepted: the rule's, or another one with a reason."""

    grade = forms.ChoiceField(
        label=_("grade"),
        required=False,
        choices=[
            ("", _("as the rule says")),
            *[one for one in Grade.choices if one[0] != Grade.UNFIT],
        ],
    )
    reason = words_field(_("reason for another grade"), required=False)

    def __init__(self, *args: Any, row: Any, name: str, **options: Any) -> None:
        """Say which grade the rule leads to."""
        super().__init__(*args, row=row, name=name, **options)
        if (grade := grade_by_rule(row)) is not None:
            self.fields["grade"].help_text = _("By the rule: %(grade)s.") % {"grade": grade.label}


class ResultForm(StepForm):
    """What everybody shall read of an accepted delivery, and of which capability it is a case."""

    summary = TextField(
        label=_("what was reached"),
        max_length=400,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody reads it, with the names of both sides."),
    )
    capability = CapabilityField(
        Capability.objects.none(),
        label=_("add it as a case to the draft of"),
        required=False,
        empty_label=pgettext_lazy("capability", "no capability"),
    )

    def __init__(self, *args: Any, row: Any, name: str, **options: Any) -> None:
        """Offer the firm's published capabilities."""
        super().__init__(*args, row=row, name=name, **options)
        field: Any = self.fields["capability"]
        field.queryset = capabilities_of(row.delivery)
