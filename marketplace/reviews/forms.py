"""Forms of the pages about panels; the actions decide what is saved."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.reviews.holding import INPUT_LENGTH
from marketplace.reviews.models.draw import SOURCE_LENGTH
from marketplace.reviews.models.seat import WORDS_LENGTH
from marketplace.reviews.promising import MOST_ALTERNATES, field_names

ROWS: Final = 6
"""How many fields a panel may be drawn from."""


class PromiseForm(forms.Form):
    """Seats by field, alternates, and the public value that will be waited for."""

    source = forms.CharField(
        label=_("public value that will be used"),
        max_length=SOURCE_LENGTH,
        help_text=_(
            "Something that anybody can look up and nobody can set, known only after the close, "
            "such as the closing figure of a stock index on a named day."
        ),
    )
    alternates = forms.IntegerField(
        label=_("alternates for each field"), min_value=0, max_value=MOST_ALTERNATES, initial=2
    )

    def __init__(self, *args: Any, vacant: dict[str, int] | None = None, **kwargs: Any) -> None:
        """Offer rows of field and number, filled in where places are vacant."""
        super().__init__(*args, **kwargs)
        names = field_names()
        filled = list((vacant or {}).items())
        for row in range(ROWS):
            name, number = filled[row] if row < len(filled) else ("", None)
            self.fields[f"field_{row}"] = forms.ChoiceField(
                label=pgettext_lazy("panel", "field"),
                choices=[("", "—"), *names.items()],
                required=False,
                initial=name,
            )
            self.fields[f"seats_{row}"] = forms.IntegerField(
                label=_("seats"), min_value=1, max_value=99, required=False, initial=number
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the bound fields of each row."""
        return [(self[f"field_{row}"], self[f"seats_{row}"]) for row in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """Gather seats by field; a field without a number, or twice, is told beside its row."""
        data: dict[str, Any] = dict(super().clean() or {})
        seats: dict[str, int] = {}
        for row in range(ROWS):
            name, number = data.pop(f"field_{row}", ""), data.pop(f"seats_{row}", None)
            if name and number is None and f"seats_{row}" not in self.errors:
                self.add_error(f"seats_{row}", _("This is missing."))
            elif number and not name:
                self.add_error(f"field_{row}", _("This is missing."))
            elif name in seats:
                self.add_error(f"field_{row}", _("This field stands twice."))
            elif name:
                seats[name] = number
        return data | {"seats": seats}


class HoldForm(forms.Form):
    """The public value that has become known."""

    public_input = forms.CharField(
        label=_("the public value"),
        max_length=INPUT_LENGTH,
        help_text=_("Exactly as published; spaces and full-width characters do not matter."),
    )


class ReasonForm(forms.Form):
    """Why a draw is dropped."""

    reason = forms.CharField(label=_("reason"), max_length=SOURCE_LENGTH)


class WordsForm(forms.Form):
    """Why somebody steps back, as staff write it down; staff alone read it."""

    words = forms.CharField(
        label=_("reason"), max_length=WORDS_LENGTH, widget=forms.Textarea({"rows": 2})
    )


class StepBackForm(forms.Form):
    """Why an expert steps back."""

    why = forms.ChoiceField(
        label=_("why"),
        choices=[
            ("tie", _("I have a tie to one of the parties")),
            ("unable", _("I cannot take part")),
        ],
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )
    words = forms.CharField(
        label=_("in words"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed where there is a tie; only the staff who draw read it."),
    )
