"""What people type when they put a match aside or decline an invitation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.matches.models import REASON_LENGTH


class ReasonForm(forms.Form):
    """A reason, which both verbs need."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Please say why.")},
        widget=forms.Textarea({"rows": 2}),
    )
