"""The form of how an item is run: handling unit and contact, in force at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.listings.forms.fields import PhoneField, PlainTextField
from marketplace.listings.models import DemandLifecycle
from marketplace.organisations.models import Organisation, Unit


class OperationForm(forms.Form):
    """The unit that handles an item."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        label=_("handling unit"),
        empty_label=_("the whole organisation"),
    )

    def __init__(self, *args: Any, owner: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.filter(organisation=owner, retired=False)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if not units:
            del self.fields["unit"]


class DemandOperationForm(OperationForm):
    """The unit that handles a demand, and whom to ask."""

    contact_name = PlainTextField(label=_("contact"), max_length=40, required=False)
    contact_phone = PhoneField(
        label=_("office phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    contact_visibility = forms.ChoiceField(
        label=_("contact shown to"),
        choices=DemandLifecycle.Visibility.choices,
        initial=DemandLifecycle.Visibility.SIGNED_IN,
    )
