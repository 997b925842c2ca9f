"""What officers and firms type beside an answer: notes, meetings, reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.claims.forms import TextField
from marketplace.claims.models import REASON_LENGTH
from marketplace.claims.models.handling import NOTE_LENGTH
from marketplace.core.required import REQUIRED

_WHEN = "%Y-%m-%dT%H:%M"


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = TextField(
        label=_("note"),
        max_length=NOTE_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Give its fields ids of their own."""
        super().__init__(*args, **{"auto_id": "note_%s", **options})


class MeetingForm(forms.Form):
    """A proposal of a meeting."""

    starts_at = forms.DateTimeField(
        label=_("begins (Beijing time)"),
        error_messages=REQUIRED,
        input_formats=[_WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_WHEN),
    )
    minutes = forms.IntegerField(
        label=_("length in minutes"), min_value=10, max_value=480, initial=60
    )
    place = forms.CharField(label=_("place"), max_length=120, required=False)
    link = forms.CharField(
        label=_("link"),
        max_length=500,
        required=False,
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    text = TextField(
        label=_("what it is about"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Give its fields ids of their own."""
        super().__init__(*args, **{"auto_id": "meeting_%s", **options})


class ReasonForm(forms.Form):
    """A reason that others read; without one nothing is declined."""

    reason = TextField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Please say why.")},
        widget=forms.Textarea({"rows": 2}),
    )
