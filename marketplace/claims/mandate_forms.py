"""What people type to allow somebody to fill in, and to begin filling in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.claims.mandates import helpers
from marketplace.claims.models import Mandate
from marketplace.listings.forms.fields import DayField
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER_LENGTH = 20


class MandateForm(forms.Form):
    """Which firm allows which park or association, until which day."""

    firm = forms.ModelChoiceField(label=_("Firm"), queryset=Organisation.objects.none())
    helper = forms.ModelChoiceField(
        label=_("Park or association"),
        queryset=Organisation.objects.none(),
        error_messages={"invalid_choice": _("Choose a verified park or association.")},
    )
    ends_on = DayField(label=_("Until and including"))

    def __init__(self, *args: Any, firms: Sequence[Organisation], **options: Any) -> None:
        """Offer the firms of a person, and all who may fill in."""
        super().__init__(*args, **options)
        offer(self.fields["firm"], firms)
        offer(self.fields["helper"], list(helpers().order_by("name")), known=helpers())


class FillingForm(forms.Form):
    """For which firm and which demand somebody begins to fill in."""

    mandate = forms.ModelChoiceField(label=_("Firm"), queryset=Mandate.objects.none())
    demand = forms.CharField(
        label=_("Number of the demand"),
        max_length=_NUMBER_LENGTH,
        help_text=_("As on its page: XQ-2026-0001."),
    )

    def __init__(self, *args: Any, mandates: Any, **options: Any) -> None:
        """Offer the firms that allow it now."""
        super().__init__(*args, **options)
        field: Any = self.fields["mandate"]
        field.queryset = mandates
        if len(mandates) == 1:
            field.initial, field.empty_label = mandates[0].pk, None
        field.label_from_instance = lambda one: f"{one.firm}"

    def clean_demand(self) -> Demand:
        """Return the public demand with a number."""
        number = self.cleaned_data["demand"].strip().upper()
        rows = Demand.objects.public().filter(lifecycle__number=number)
        found: Demand | None = rows.first()
        if found is None:
            raise forms.ValidationError(_("No public demand has this number."))
        return found


def offer(field: Any, rows: Sequence[Organisation], *, known: Any = None) -> None:
    """Let a field choose among organisations; a single one is chosen already."""
    keys = [one.pk for one in rows]
    field.queryset = Organisation.objects.filter(pk__in=keys) if known is None else known
    if len(keys) == 1:
        field.initial, field.empty_label = keys[0], None
