"""What people say of a subscription."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.subscriptions.models import NAME_LENGTH, Frequency


class SubscriptionForm(forms.Form):
    """Name and frequency."""

    name = forms.CharField(label=_("name"), max_length=NAME_LENGTH)
    frequency = forms.ChoiceField(
        label=_("how often"), choices=Frequency.choices, widget=forms.RadioSelect()
    )
    by_mail = forms.BooleanField(label=_("also by e-mail"), required=False)
