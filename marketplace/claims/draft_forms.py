"""The pages of the full application as forms: nothing is required, everything may be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.drafted import Drafted, cases_of
from marketplace.claims.drafting import Edit
from marketplace.claims.forms import TextField
from marketplace.claims.questions import Question, Step
from marketplace.claims.writing import offered_by
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.http import QueryDict

    from marketplace.claims.models import DraftAnswer

BASE = "base-"
"""What the name of a field's mark begins with."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a page draws it: its field, its mark, and what somebody else stored."""

    question: Question
    field: BoundField
    mark: str
    is_unsaved: bool
    conflict: DraftAnswer | None
    stored: DraftAnswer | None = None


class StepForm(forms.Form):
    """The questions of one page; texts are kept as they are typed."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        drafted: Drafted,
        step: Step,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        """Ask the step's questions of a draft, and show what is stored or was kept unsaved."""
        self.questions = [one for one in drafted.questions if one.step == step]
        self.drafted, self.kept = drafted, kept or {}
        texts = {**{name: row.text for name, row in drafted.rows.items()}, **self.kept}
        super().__init__(data, initial={**texts, "cases": _keys(texts)})
        for one in self.questions:
            self.fields[one.name] = _field(one, drafted.draft.firm)

    def edits(self) -> dict[str, Edit]:
        """Return what was sent and can be stored: texts with the marks that they began from."""
        self.is_valid()
        return {
            name: Edit(_text(value), str(self.data[f"{BASE}{name}"]))
            for name, value in self.cleaned_data.items()
            if f"{BASE}{name}" in self.data
        }

    def rows(self, conflicts: Mapping[str, DraftAnswer] | None = None) -> list[Row]:
        """Return the questions to draw; one with a conflict carries the mark of what is stored."""
        return [self._row(one, (conflicts or {}).get(one.name)) for one in self.questions]

    def _row(self, question: Question, conflict: DraftAnswer | None) -> Row:
        name = question.name
        stored = self.drafted.rows.get(name)
        mark = conflict.mark if conflict else (stored.mark if stored else "")
        kept = self.kept.get(f"{BASE}{name}")
        is_unsaved = bool(conflict or kept is not None or self.errors.get(name))
        return Row(
            question, self[name], mark if kept is None else kept, is_unsaved, conflict, stored
        )


class ExtrasForm(forms.Form):
    """What the last page adds by its own buttons: a file, a partner with its part."""

    upload = forms.FileField(label=_("file"), required=False)
    partner = forms.CharField(
        label=_("partner"),
        required=False,
        max_length=120,
        help_text=_("The full name or the unified credit code, as registered here."),
    )
    part = forms.CharField(
        label=pgettext_lazy("in a consortium", "part"), required=False, max_length=200
    )

    def organisation(self) -> Organisation | None:
        """Return the verified organisation that was named, and say so where there is none."""
        named = str(self.cleaned_data.get("partner") or "").strip()
        rows = Organisation.objects.present().verified()
        match = Q(name=named) | Q(credit_code=named.upper())
        found = rows.filter(match).first() if named else None
        if found is None:
            self.add_error("partner", _("No verified organisation has this name or code."))
        return found


def typed(post: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """Return what was sent under the names and their marks, to be kept while somebody signs in."""
    texts = {name: ",".join(post.getlist(name)) for name in names if name in post}
    marks = {f"{BASE}{name}": post.get(f"{BASE}{name}", "") for name in texts}
    return {**texts, **marks}


def _field(question: Question, firm: Organisation) -> forms.Field:
    given: dict[str, Any] = {
        "label": question.label,
        "required": False,
        "help_text": question.help,
    }
    if question.look == "capability":
        offered = [(str(one.pk), one.title) for one in offered_by(firm).order_by("title")]
        return forms.ChoiceField(choices=[("", _("none in particular")), *offered], **given)
    if question.look == "cases":
        cases = [(key, f"{case} · {case.capability.title}") for key, case in cases_of(firm).items()]
        return forms.MultipleChoiceField(
            choices=cases, widget=forms.CheckboxSelectMultiple, **given
        )
    return TextField(max_length=question.limit, strip=False, widget=_widget(question), **given)


def _widget(question: Question) -> forms.Widget:
    if question.look == "text":
        return forms.Textarea({"rows": question.rows})
    more = {
        "phone": {"type": "tel", "autocomplete": "tel"},
        "price": {"inputmode": "decimal"},
    }
    return forms.TextInput(more.get(question.look, {}))


def _keys(initial: Mapping[str, Any]) -> list[str]:
    return [key for key in str(initial.get("cases", "")).split(",") if key]


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)
