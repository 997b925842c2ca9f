"""The admin's form of a year's calendar of holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.models import HolidayYear
from marketplace.core.refusals import Refusal
from marketplace.taxonomy.holidays import days_in, lines_of, refuse_mistakes

if TYPE_CHECKING:
    from collections.abc import Sequence


class DaysField(forms.CharField):
    """Dates and periods, one a line; its value is the list of their days."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        """Return what was typed, or the lines of stored days."""
        return lines_of(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Sequence[str]:
        """Return the days; ValidationError names the line that is none."""
        try:
            return days_in(super().clean(value))
        except ValueError as error:
            reason = _("No date, and no period of a month at most: %(line)s")
            raise forms.ValidationError(reason, params={"line": str(error)[:80]}) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other lines were typed."""
        return bool(super().has_changed(lines_of(initial or []), data))


class HolidayForm(forms.ModelForm[HolidayYear]):
    """A calendar as its notice gives it."""

    days_off = DaysField(
        label=_("days off"),
        help_text=_("One date or period a line, such as 2027-10-01 to 2027-10-07."),
    )
    days_worked = DaysField(
        label=_("weekend days worked"),
        required=False,
        help_text=_("Saturdays and Sundays on which people work instead, one date a line."),
    )

    class Meta:
        model = HolidayYear
        fields: ClassVar = ["year", "days_off", "days_worked", "source"]
        help_texts: ClassVar = {
            "year": _("Counts where the installed table of holidays does not know the year."),
            "source": _("The State Council's notice: number and day."),
        }

    def clean(self) -> dict[str, Any]:
        """Put what contradicts the year beside its field."""
        typed: dict[str, Any] = super().clean() or {}
        year = typed.get("year", self.instance.year)
        if year and 2000 <= year < 2200 and {"days_off", "days_worked"} <= typed.keys():  # noqa: PLR2004
            self._check(HolidayYear(**{**typed, "year": year}))
        return typed

    def _check(self, given: HolidayYear) -> None:
        try:
            refuse_mistakes(given)
        except Refusal as refusal:
            for name, texts in refusal.fields.items():
                self.add_error(name, [str(text) for text in texts])
