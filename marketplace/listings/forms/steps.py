"""Small forms of one decision: why it is withdrawn, a scan of the signed sheet."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.listings.forms.fields import PlainTextField

REASON_LENGTH = 300


class WithdrawForm(forms.Form):
    """Why a published item is taken off the list; its page goes on showing it."""

    reason = PlainTextField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The public reads it on the item's page."),
    )


class ScanForm(forms.Form):
    """A scan of the stamped approval sheet."""

    scan = forms.FileField(label=_("scan of the stamped sheet"))
