"""Small forms of one decision: why it is withdrawn or changes, a scan of the signed sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.required import REQUIRED
from marketplace.listings.addenda import Statement
from marketplace.listings.forms.fields import PlainTextField
from marketplace.listings.models.demand import WHY_LENGTH

REASON_LENGTH = 300


class WithdrawForm(forms.Form):
    """Why a published item is taken off the list; its page goes on showing it."""

    reason = PlainTextField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The public reads it on the item's page."),
    )


def _is_yes(value: Any) -> bool:
    return str(value) == "yes"


class StatementForm(forms.Form):
    """Whether the change of a published demand is material, and why it is made."""

    is_material = forms.TypedChoiceField(
        label=_("does it matter to applicants?"),
        choices=[
            ("yes", _("material: applicants must look at their applications again")),
            ("no", _("not material: applicants are told, and nothing else")),
        ],
        coerce=_is_yes,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    why = PlainTextField(
        label=_("why it changes"),
        max_length=WHY_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Published with the addendum; applicants and the public read it."),
        error_messages=REQUIRED,
    )

    def statement(self) -> Statement:
        """Return what was said; call after `is_valid`."""
        return Statement(self.cleaned_data["is_material"], self.cleaned_data["why"])


class ScanForm(forms.Form):
    """A scan of the stamped approval sheet."""

    scan = forms.FileField(label=_("scan of the stamped sheet"))
