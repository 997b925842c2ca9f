"""What an author of a report and the supervisor type; the actions decide what is saved."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.models import EVIDENCE_LIMIT, GROUNDS_LENGTH, Concern
from marketplace.awards.models.objection import DECISION_LENGTH
from marketplace.claims.forms import TextField
from marketplace.core.required import REQUIRED
from marketplace.files.forms import ManyFilesField

CONFIDENTIAL: Final = "confidential"


class ReportForm(forms.Form):
    """A report: what it is about, in words, with files, and what may become of the name."""

    concern = forms.ChoiceField(
        label=pgettext_lazy("report", "what it is about"),
        choices=Concern.choices,
        error_messages=REQUIRED,
    )
    text = TextField(
        label=pgettext_lazy("report", "what happened"),
        max_length=GROUNDS_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Say what you know, when it happened, and from where you know it."),
    )
    name = forms.ChoiceField(
        label=_("your name"),
        choices=[
            (CONFIDENTIAL, _("keep it to the supervisor alone")),
            ("named", _("the supervisor may name me, and messages may be sent to me")),
        ],
        initial=CONFIDENTIAL,
        error_messages=REQUIRED,
        widget=forms.RadioSelect,
    )
    evidence = ManyFilesField(
        label=_("evidence"),
        required=False,
        help_text=_(
            "At most %(limit)s files, 20 MB together. They are kept as they are: take out what"
            " names you, if you want to stay unnamed."
        )
        % {"limit": EVIDENCE_LIMIT},
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """The supervisor's answer, or the reason for which nothing is examined."""

    decision = TextField(
        label=pgettext_lazy("report", "answer or reason"),
        max_length=DECISION_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The author reads it, nobody else."),
    )
