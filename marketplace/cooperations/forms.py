"""What both sides type at the steps of a co-operation; the actions decide what is saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.cooperations.models import REASON_LENGTH, Cooperation
from marketplace.cooperations.resources import kinds_opened_by
from marketplace.core.money import from_wan
from marketplace.core.required import REQUIRED
from marketplace.listings.models.timeline import Timeline
from marketplace.taxonomy.models import ResourceKind

_STARS = [(str(number), str(number)) for number in range(5, 0, -1)]


class StepForm(forms.Form):
    """A step that asks for nothing; the others add their fields."""

    def __init__(self, *args: Any, cooperation: Cooperation, **options: Any) -> None:
        """Keep what it is about; ids carry the verb, since several forms stand on a page."""
        options["auto_id"] = f"{options.pop('verb', 'step')}_%s"
        super().__init__(*args, **options)
        self.cooperation = cooperation

    @property
    def takes_files(self) -> bool:
        """Return whether a file may be sent with it."""
        return self.is_multipart()


class AgreementForm(StepForm):
    """The signed agreement."""

    agreed_on = forms.DateField(
        label=_("date of the agreement"),
        error_messages=REQUIRED,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    amount = forms.DecimalField(
        label=_("amount in 10,000 yuan"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(99_999_999),
        decimal_places=4,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
    )
    notice_url = forms.CharField(
        label=_("link of the notice on the legal platform"),
        required=False,
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    document = forms.FileField(
        label=_("document"),
        required=False,
        help_text=_("Only both sides read it."),
    )
    is_public = forms.BooleanField(
        label=_("Show provider and amount on the demand's page"), required=False
    )

    def __init__(self, *args: Any, cooperation: Cooperation, **options: Any) -> None:
        """Ask for the notice where buying follows the law."""
        super().__init__(*args, cooperation=cooperation, **options)
        if cooperation.shown == Timeline.NOTHING:
            del self.fields["is_public"]
        elif cooperation.shown == Timeline.STEPS:
            self.fields["is_public"].label = _("Show the provider on the demand's page")
        notice = self.fields["notice_url"]
        notice.required = cooperation.demand.buys_by_law
        notice.error_messages["required"] = _(
            "Where buying follows the law, give the link of the notice on the legal platform."
        )

    def clean_amount(self) -> Decimal | None:
        """Return yuan."""
        amount: Decimal | None = self.cleaned_data["amount"]
        return None if amount is None else from_wan(amount)


class ReasonForm(StepForm):
    """A reason that the other side reads."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Please say why.")},
        widget=forms.Textarea({"rows": 2}),
    )


class WordForm(StepForm):
    """A word that may go with a step."""

    reason = forms.CharField(
        label=_("a word with it"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class RatingForm(StepForm):
    """Stars and words."""

    stars = forms.TypedChoiceField(
        label=_("rating from 1 to 5"), choices=_STARS, coerce=int, error_messages=REQUIRED
    )
    text = forms.CharField(
        label=_("in words"),
        max_length=REASON_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The other side reads it once both have rated, or after 14 days."),
    )


class RequestForm(StepForm):
    """A request for one of the kinds of resources that the demand opens."""

    kind = forms.ModelChoiceField(
        ResourceKind.objects.none(),
        label=_("kind"),
        error_messages={**REQUIRED, "invalid_choice": _("The demand does not open this.")},
    )
    purpose = forms.CharField(
        label=_("purpose"),
        max_length=REASON_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, cooperation: Cooperation, **options: Any) -> None:
        """Offer the kinds that the demand opens."""
        super().__init__(*args, cooperation=cooperation, **options)
        kinds = kinds_opened_by(cooperation.demand)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
