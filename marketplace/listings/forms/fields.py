"""Fields of the author's forms: plain text, 万元, instants in Shanghai, grouped terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import from_wan, to_wan
from marketplace.listings.plain_text import half_width, markup_in, without_control

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CLOSING: Final = time(17, 0)
"""When a day without a time closes."""
OPENING: Final = time(0, 0)
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100
_MOST_WAN: Final = Decimal(99999999)


class PlainTextField(forms.CharField):
    """Text without markup; control characters are dropped, what looks like a tag is refused."""

    def to_python(self, value: Any) -> str:
        """Return the text without control characters."""
        return super().to_python(without_control(str(value or ""))) or ""

    def validate(self, value: str) -> None:
        """Refuse markup, and say which."""
        super().validate(value)
        found = markup_in(value)
        if found:
            raise ValidationError(
                _("Plain text only: please take out “%(markup)s”."),
                code="markup",
                params={"markup": found},
            )


class PhoneField(PlainTextField):
    """A telephone number; full-width digits count as digits."""

    def to_python(self, value: Any) -> str:
        """Return the number in half-width characters."""
        return half_width(super().to_python(value))

    def validate(self, value: str) -> None:
        """Refuse what has too few digits to be dialled, or letters."""
        super().validate(value)
        if not value:
            return
        digits = sum(char.isdigit() for char in value)
        strange = any(not char.isdigit() and char not in "+-() ,;/转分机" for char in value)
        if digits < 5 or strange:  # noqa: PLR2004 - short numbers of public services have five
            raise ValidationError(_("Enter an office phone, as 0592-2123456."), code="phone")


class NumberField(forms.IntegerField):
    """A whole number; full-width digits count as digits."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for nothing."""
        return super().to_python(half_width(str(value)) if value not in self.empty_values else None)


class WanField(forms.DecimalField):
    """Money, typed and shown in 万元, kept in yuan."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options = {"min_value": 0, "max_value": _MOST_WAN, "decimal_places": 6, **options}
        super().__init__(**options)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return 万元 from what was typed: full-width digits and separators are understood."""
        if value in self.empty_values:
            return None
        text = half_width(str(value)).replace(",", "").replace("万元", "").strip()
        return super().to_python(text)

    def clean(self, value: Any) -> Decimal | None:
        """Return yuan."""
        wan = super().clean(value)
        return None if wan is None else from_wan(wan)

    def prepare_value(self, value: Any) -> Any:
        """Return 万元 for yuan; what was typed stays as it is."""
        return f"{to_wan(value):f}" if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether what was typed differs from the kept yuan."""
        return super().has_changed(self.prepare_value(initial), data)


class DayField(forms.DateField):
    """A day; full-width digits and dotted or slashed forms are understood."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """Return the day, or None for nothing."""
        if isinstance(value, str):
            value = half_width(value).strip().replace("/", "-").replace(".", "-")
        day = super().to_python(value)
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(_("This day is out of range."), code="range")
        return day


class InstantWidget(forms.MultiWidget):
    """A day and, beside it, a time that may stay empty."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.DateInput(
                attrs={"type": "date", "class": "form-control", "aria-label": _("day")}
            ),
            "time": forms.TimeInput(
                attrs={"type": "time", "class": "form-control", "aria-label": _("time")},
                format="%H:%M",
            ),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return day and time in Shanghai."""
        if not isinstance(value, datetime):
            return [None, None]
        local = value.astimezone(SHANGHAI)
        return [local.date().isoformat(), local.strftime("%H:%M")]


class InstantField(forms.MultiValueField):
    """An instant in Shanghai; a day without a time gets the field's own time of day."""

    widget = InstantWidget

    def __init__(self, *, without_time: time = CLOSING, **options: Any) -> None:
        self.without_time = without_time
        parts = (DayField(required=False), forms.TimeField(required=False))
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        """Return the instant, or None for nothing; a time without a day is refused."""
        if not data_list or not any(data_list):
            return None
        day, at = data_list
        if day is None:
            raise ValidationError(_("Choose the day as well."), code="day_missing")
        return datetime.combine(day, at or self.without_time, tzinfo=SHANGHAI)


class TermsField(forms.ModelMultipleChoiceField[Any]):
    """Terms of a vocabulary as check boxes; a retired one stays where it was chosen."""

    widget = forms.CheckboxSelectMultiple

    @property
    def _terms(self) -> QuerySet[Any]:
        return cast("QuerySet[Any]", self.queryset)

    def offer(self, chosen: Sequence[Any]) -> None:
        """Offer the terms in use and those chosen already."""
        terms: QuerySet[Any] = self._terms.model._default_manager.all()
        keys = [term.pk for term in chosen]
        self.queryset = terms.filter(Q(retired=False) | Q(pk__in=keys))


class IndustriesField(TermsField):
    """Industries of "5+X" as check boxes, each industry with its fields below it."""

    def offer(self, chosen: Sequence[Any]) -> None:
        """Offer the industries, grouped."""
        super().offer(chosen)
        terms = list(self._terms)
        tops = [term for term in terms if term.parent_id is None]
        self.widget.choices = [(top.name, list(self._group(top, terms))) for top in tops]

    @staticmethod
    def _group(top: Any, terms: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        yield top.pk, _("%(industry)s as a whole") % {"industry": top.name}
        yield from ((term.pk, term.name) for term in terms if term.parent_id == top.pk)
