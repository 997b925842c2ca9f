"""Forms of score sheets and findings: nothing is required while they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from allauth.core import ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.claims.draft_forms import BASE
from marketplace.claims.forms import TextField
from marketplace.core.canonical import digest
from marketplace.core.numbers import plain
from marketplace.core.required import REQUIRED
from marketplace.reviews.consensus import AGREED, NOTE, REASON
from marketplace.reviews.models import Finding
from marketplace.reviews.models.seat import WORDS_LENGTH
from marketplace.reviews.scoring import COMMENT, SCORE

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.http import HttpRequest

    from marketplace.challenges.models import Criterion

_MARK_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A field as a page draws it, with the mark of the stored text that it begins from."""

    field: BoundField
    mark: str
    is_unsaved: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion with its fields."""

    criterion: Criterion
    boxes: Sequence[Box]


class CriteriaForm(forms.Form):
    """A few fields for each criterion, filled from stored rows; each may be saved alone."""

    PREFIXES: ClassVar[Mapping[str, str]] = {}
    """The stored row's fields, and what the form's fields begin with."""

    def __init__(
        self,
        data: Any = None,
        *,
        criteria: Sequence[Criterion],
        stored: Mapping[int, Any],
        kept: Mapping[str, str] | None = None,
    ) -> None:
        """Ask for each criterion; what was kept while somebody signed in stands in the fields."""
        self.criteria, self.stored, self.kept = criteria, stored, kept or {}
        texts = {name: one["text"] for name, one in self.state().items()}
        super().__init__(data, initial={**texts, **self.kept})
        for one in criteria:
            for name, prefix in self.PREFIXES.items():
                self.fields[f"{prefix}{one.pk}"] = self.field(name, one)

    def field(self, name: str, criterion: Criterion) -> forms.Field:
        """Return the form's field of a stored one, for a criterion."""
        raise NotImplementedError(name)

    def sent(self) -> dict[int, dict[str, Any]]:
        """Return by criterion what is to be saved: what was sent and fits, over what is stored."""
        self.is_valid()
        found: dict[int, dict[str, Any]] = {}
        for one in self.criteria:
            values = {
                name: self.cleaned_data[f"{prefix}{one.pk}"]
                for name, prefix in self.PREFIXES.items()
                if f"{prefix}{one.pk}" in self.data and f"{prefix}{one.pk}" in self.cleaned_data
            }
            if values:
                row = self.stored.get(one.pk)
                kept = {name: getattr(row, name) for name in self.PREFIXES} if row else {}
                found[one.pk] = kept | values
        return found

    def state(self) -> dict[str, dict[str, str]]:
        """Return each stored field's text and mark, as the page that saves itself reads them."""
        found = {}
        for key, row in self.stored.items():
            for name, prefix in self.PREFIXES.items():
                if text := plain(getattr(row, name)):
                    found[f"{prefix}{key}"] = {"text": text, "mark": digest(text)[:_MARK_LENGTH]}
        return found

    def rows(self) -> Iterator[Row]:
        """Yield the criteria with their fields."""
        state = self.state()
        for one in self.criteria:
            names = [f"{prefix}{one.pk}" for prefix in self.PREFIXES.values()]
            yield Row(one, [self._box(name, state) for name in names])

    def _box(self, name: str, state: Mapping[str, Mapping[str, str]]) -> Box:
        mark = state.get(name, {}).get("mark", "")
        kept = self.kept.get(f"{BASE}{name}")
        is_unsaved = kept is not None or bool(self.errors.get(name))
        return Box(self[name], mark if kept is None else kept, is_unsaved)


class MarksForm(CriteriaForm):
    """A member's scores and comments of one bid."""

    PREFIXES: ClassVar = {"score": SCORE, "comment": COMMENT}

    def field(self, name: str, criterion: Criterion) -> forms.Field:
        """Return the field of a score or a comment."""
        if name == "score":
            return score_field(_("score"), top=criterion.top)
        return words_field(_("comment"), rows=2)


class FindingsForm(CriteriaForm):
    """The chair's notes of one bid, and agreed scores where the rules allow them."""

    PREFIXES: ClassVar = {"note": NOTE}

    def field(self, name: str, criterion: Criterion) -> forms.Field:
        """Return the field of a note, an agreed score or its reason."""
        if name == "agreed":
            return score_field(_("agreed score"), top=criterion.top)
        if name == "reason":
            most = Finding._meta.get_field("reason").max_length
            return words_field(_("why it lies beyond the sheets"), rows=1, most=most)
        return words_field(_("what the panel found"), rows=2)


class AgreedForm(FindingsForm):
    """Notes and agreed scores."""

    PREFIXES: ClassVar = {"note": NOTE, "agreed": AGREED, "reason": REASON}


class SignForm(forms.Form):
    """The own password again, so that an open screen signs nothing."""

    password = forms.CharField(
        label=_("your password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        strip=False,
        help_text=_("It stands for your signature."),
        error_messages=REQUIRED,
    )

    def __init__(self, *args: Any, request: HttpRequest, **options: Any) -> None:
        """Keep whose password is asked for."""
        self.request = request
        super().__init__(*args, **options)

    def clean_password(self) -> str:
        """Return the password; a wrong one and too many of them are told beside it."""
        person: Any = self.request.user
        if not ratelimit.consume(self.request, action="reauthenticate", user=person):
            raise forms.ValidationError(_("Too many attempts; please wait a while."))
        password: str = self.cleaned_data["password"]
        if not person.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


class FreezeForm(SignForm):
    """The chair's signature, and the order of bids that no rule tells apart."""

    reason = forms.CharField(
        label=_("reason of the order"), required=False, max_length=200, strip=True
    )
    field_order = ("reason", "password")

    def __init__(
        self, *args: Any, ties: Sequence[Sequence[tuple[str, str, str]]] = (), **options: Any
    ) -> None:
        """Ask for a place of each bid of each open tie: key, letter and receipt."""
        super().__init__(*args, **options)
        self.ties = ties
        for group in ties:
            for key, letter, _receipt in group:
                self.fields[f"order-{key}"] = forms.IntegerField(
                    label=_("place of bid %(letter)s among its equals") % {"letter": letter},
                    min_value=1,
                    max_value=len(group),
                    error_messages=REQUIRED,
                )
        if not ties:
            del self.fields["reason"]

    def order_fields_drawn(self) -> list[BoundField]:
        """Return the fields of places."""
        return [self[f"order-{key}"] for group in self.ties for key, _letter, _receipt in group]

    def clean(self) -> dict[str, Any]:
        """Refuse a place that is given twice, and an order without a reason."""
        data: dict[str, Any] = dict(super().clean() or {})
        for group in self.ties:
            places = [data.get(f"order-{key}") for key, _letter, _receipt in group]
            if None not in places and len(set(places)) < len(places):
                self.add_error(f"order-{group[0][0]}", _("Give each place once."))
        if self.ties and not data.get("reason"):
            self.add_error("reason", _("Please fill this in."))
        return data

    @property
    def order(self) -> list[str]:
        """Return the receipts of the equal bids, the best of each group first."""
        typed = self.cleaned_data
        return [
            receipt
            for group in self.ties
            for _place, receipt in sorted(
                (typed[f"order-{key}"], receipt) for key, _letter, receipt in group
            )
        ]


def score_field(label: Any, *, top: int) -> forms.DecimalField:
    """Return the field of a score: from 0 to its scale's end, with one decimal, typed as text."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=top,
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": 6}),
    )


def words_field(label: Any, *, rows: int, most: int | None = WORDS_LENGTH) -> forms.CharField:
    """Return the field of a comment, a note or a reason."""
    widget = forms.TextInput() if rows == 1 else forms.Textarea({"rows": rows})
    return TextField(label=label, required=False, max_length=most, widget=widget)
