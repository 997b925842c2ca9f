"""What the owner's people and the bidder type about the next in the ranking."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.awards.models import REASON_LENGTH
from marketplace.claims.forms import TextField
from marketplace.core.required import REQUIRED


class NameForm(forms.Form):
    """Why the next in the ranking is named, and which bid was read as the next."""

    reason = TextField(
        label=_("why the next is named"),
        max_length=REASON_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The approver and the supervisor read it; nobody outside does."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What a bidder adds to its answer."""

    answer = TextField(
        label=_("in words"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The owner's people and the supervisor read it."),
    )
