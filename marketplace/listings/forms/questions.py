"""What people type about questions: the question, its answer, a reason, another question."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.required import REQUIRED
from marketplace.listings.forms.fields import PlainTextField
from marketplace.listings.models import Question
from marketplace.listings.models.question import ANSWER_LENGTH, QUESTION_LENGTH, REASON_LENGTH

_KEPT_LENGTH = 5000


class QuestionForm(forms.Form):
    """A question about a demand."""

    text = PlainTextField(
        label=_("your question"),
        max_length=QUESTION_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages=REQUIRED,
        help_text=_("Published with its answer, without your name or your organisation's."),
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    @property
    def new_key(self) -> str:
        """Return the idempotency key of this delivery of the form."""
        return secrets.token_urlsafe(16)

    @property
    def typed(self) -> dict[str, str]:
        """Return what was sent, valid or not."""
        return {"text": str(self.data.get("text", ""))[:_KEPT_LENGTH]}


class AnswerForm(forms.Form):
    """The answer that an officer drafts."""

    answer = PlainTextField(
        label=pgettext_lazy("noun", "answer"),
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea({"rows": 6}),
        error_messages=REQUIRED,
        help_text=_("Everyone reads it once the secrecy review has published it."),
    )


class ReasonForm(forms.Form):
    """Why a question is not answered, or a drafted answer comes back."""

    reason = PlainTextField(
        label=_("reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages=REQUIRED,
    )


class _QuestionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is not generic
    """A choice among questions, shown in their own words."""

    def label_from_instance(self, obj: Question) -> str:
        """Return the beginning of the question."""
        return obj.text[:80]


class MergeForm(forms.Form):
    """With which question one is joined."""

    into = _QuestionField(
        label=_("the question like it"),
        queryset=Question.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, targets: Sequence[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Question.objects.filter(pk__in=[one.pk for one in targets])
        self.fields["into"].queryset = rows  # type: ignore[attr-defined]


class NothingForm(forms.Form):
    """A decision that needs no words."""
