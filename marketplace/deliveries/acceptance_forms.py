"""The forms of acceptance: the firm's answers, and the officer's judgement of each item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements.models import Promise
from marketplace.claims.forms import TextField
from marketplace.deliveries.accepting import TEXTS, Judged, Said
from marketplace.deliveries.models import WORDS_LENGTH, Answer, AnswerFile, HandIn
from marketplace.files.forms import ManyFilesField


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A promise with the fields of its answer and the files that are there already."""

    promise: Promise
    fields: list[forms.BoundField]
    upload: forms.BoundField
    files: list[tuple[AnswerFile, forms.BoundField]]


class AnswersForm(forms.Form):
    """An answer to each promised indicator; none of it is needed to save."""

    def __init__(
        self, *args: Any, answers: Sequence[tuple[Promise, Answer | None]], **options: Any
    ) -> None:
        """Draw the fields of each promise, filled with what is kept."""
        super().__init__(*args, **options)
        self._answers = answers
        for promise, answer in answers:
            for name, field in _fields().items():
                self.fields[f"{promise.pk}-{name}"] = field
                if name in TEXTS and answer is not None:
                    self.initial[f"{promise.pk}-{name}"] = getattr(answer, name)
            for file in answer.files.all() if answer else ():
                self.fields[f"drop-{file.pk}"] = forms.BooleanField(
                    label=_("take away"), required=False
                )

    def rows(self) -> Iterator[AnswerRow]:
        """Yield each promise with its fields and files."""
        for promise, answer in self._answers:
            kept = list(answer.files.all()) if answer else []
            yield AnswerRow(
                promise,
                [self[f"{promise.pk}-{name}"] for name in TEXTS],
                self[f"{promise.pk}-files"],
                [(file, self[f"drop-{file.pk}"]) for file in kept],
            )

    @property
    def said(self) -> dict[int, Said]:
        """Return what was typed, by promise."""
        return {promise.pk: self._said(promise, answer) for promise, answer in self._answers}

    def _said(self, promise: Promise, answer: Answer | None) -> Said:
        typed, key = self.cleaned_data, promise.pk
        kept = answer.files.all() if answer else ()
        return Said(
            {name: typed[f"{key}-{name}"] for name in TEXTS},
            files=typed[f"{key}-files"],
            dropped=frozenset(one.pk for one in kept if typed.get(f"drop-{one.pk}")),
        )


class AppraisalForm(forms.Form):
    """Whether each item that was handed in is met, with a note."""

    def __init__(
        self,
        *args: Any,
        hand_in: HandIn,
        opinions: Mapping[int, Any] | None = None,
        **options: Any,
    ) -> None:
        """Draw a choice and a note for each item, beside what members of the panel found."""
        super().__init__(*args, **options)
        found = opinions or {}
        self._items: list[dict[str, Any]] = [
            {**one, "opinions": found.get(one["promise"])} for one in hand_in.content
        ]
        for one in self._items:
            self.fields[f"{one['promise']}-is_met"] = forms.ChoiceField(
                label=pgettext_lazy("item of acceptance", "finding"),
                required=False,
                choices=_FINDINGS,
            )
            self.fields[f"{one['promise']}-note"] = TextField(
                label=_("note"),
                required=False,
                max_length=WORDS_LENGTH,
                widget=forms.Textarea({"rows": 2}),
            )

    def rows(self) -> Iterator[tuple[dict[str, Any], forms.BoundField, forms.BoundField]]:
        """Yield each item with its fields."""
        for one in self._items:
            yield one, self[f"{one['promise']}-is_met"], self[f"{one['promise']}-note"]

    @property
    def items(self) -> dict[int, Judged]:
        """Return what was judged, by promise; what nobody chose is left out."""
        typed = self.cleaned_data
        return {
            one["promise"]: Judged(
                typed[f"{one['promise']}-is_met"] == "yes", typed[f"{one['promise']}-note"]
            )
            for one in self._items
            if typed[f"{one['promise']}-is_met"]
        }


_FINDINGS: Final = (
    ("", _("not judged yet")),
    ("yes", pgettext_lazy("item of acceptance", "met")),
    ("no", pgettext_lazy("item of acceptance", "not met")),
)


def _fields() -> dict[str, forms.Field]:
    return {
        "reached": forms.CharField(label=_("reached value"), required=False, max_length=120),
        "unit": forms.CharField(label=_("unit of measure"), required=False, max_length=20),
        "method": forms.CharField(label=_("how it was measured"), required=False, max_length=200),
        "words": TextField(
            label=_("evidence in words"),
            required=False,
            max_length=WORDS_LENGTH,
            widget=forms.Textarea({"rows": 3}),
        ),
        "link": forms.CharField(
            label=pgettext_lazy("evidence", "link"),
            required=False,
            max_length=500,
            widget=forms.URLInput({"placeholder": "https://"}),
        ),
        "files": ManyFilesField(label=_("files"), required=False),
    }
