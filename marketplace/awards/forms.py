"""What officers, objectors and deciders type; the actions decide what is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.awards.models import (
    EVIDENCE_LIMIT,
    GROUNDS_LENGTH,
    STATEMENT_LENGTH,
    Ground,
    Remedy,
    ResultNotice,
)
from marketplace.awards.models.objection import DECISION_LENGTH
from marketplace.awards.noticing import REMARK_LENGTH, Line
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.claims.forms import TextField
from marketplace.files.forms import ManyFilesField
from marketplace.organisations.models import Organisation

_REQUIRED: Final[dict[str, Any]] = {"required": _("Please fill this in.")}


@dataclass(frozen=True, slots=True)
class BidRow:
    """An opened bid with the fields of its place."""

    bid: Bid
    rank: forms.BoundField
    proposed: forms.BoundField
    remark: forms.BoundField


class NoticeForm(forms.Form):
    """The notice of a result: how it came about, how long it is on show, and every bid's place."""

    statement = TextField(
        label=_("how the result came about"),
        max_length=STATEMENT_LENGTH,
        error_messages=_REQUIRED,
        widget=forms.Textarea({"rows": 4}),
    )
    workdays = forms.IntegerField(
        label=_("working days on show"), min_value=1, max_value=60, error_messages=_REQUIRED
    )

    def __init__(
        self,
        *args: Any,
        challenge: Challenge,
        draft: ResultNotice | None = None,
        **options: Any,
    ) -> None:
        """Offer a row for each admitted bid, filled from the draft."""
        self._bids = list(Bid.objects.admitted().filter(challenge=challenge).select_related("firm"))
        options["initial"] = {
            "workdays": challenge.programme.notice_workdays,
            **(_as_typed(draft) if draft else {}),
        }
        super().__init__(*args, **options)
        for bid in self._bids:
            self.fields[f"rank_{bid.pk}"] = forms.IntegerField(
                label=_("rank"), required=False, min_value=1, max_value=len(self._bids)
            )
            self.fields[f"proposed_{bid.pk}"] = forms.BooleanField(
                label=_("is to be awarded"), required=False
            )
            self.fields[f"remark_{bid.pk}"] = forms.CharField(
                label=_("remark"), required=False, max_length=REMARK_LENGTH
            )

    def rows(self) -> Iterator[BidRow]:
        """Yield the opened bids with their fields."""
        for bid in self._bids:
            yield BidRow(
                bid, *(self[f"{name}_{bid.pk}"] for name in ("rank", "proposed", "remark"))
            )

    @property
    def lines(self) -> list[Line]:
        """Return the places that were typed, of those bids that have one."""
        typed = self.cleaned_data
        return [
            Line(
                bid,
                typed[f"rank_{bid.pk}"],
                is_proposed=typed[f"proposed_{bid.pk}"],
                remark=typed[f"remark_{bid.pk}"],
            )
            for bid in self._bids
            if typed.get(f"rank_{bid.pk}")
        ]


class ObjectionForm(forms.Form):
    """An objection: what it is about, its grounds, evidence, and in whose name."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("objection", "what it is about"),
        choices=Ground.choices,
        error_messages=_REQUIRED,
    )
    text = TextField(
        label=pgettext_lazy("objection", "grounds"),
        max_length=GROUNDS_LENGTH,
        error_messages=_REQUIRED,
        widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "Say what happened, when, and what you base it on. Only those who decide and"
            " the supervisor read it."
        ),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("in whose name"),
        required=False,
        empty_label=_("in my own name"),
    )
    evidence = ManyFilesField(
        label=_("evidence"),
        required=False,
        help_text=_("At most %(limit)s files.") % {"limit": EVIDENCE_LIMIT},
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **options: Any) -> None:
        """Offer the organisations for which a person may object."""
        super().__init__(*args, **options)
        keys = [one.pk for one in organisations]
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=keys)


class DecisionForm(forms.Form):
    """A decision on an objection, in words, and what follows where it holds."""

    decision = TextField(
        label=_("decision"),
        max_length=DECISION_LENGTH,
        error_messages=_REQUIRED,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The objector reads it; nobody else outside does."),
    )
    remedy = forms.ChoiceField(
        label=_("what follows if it holds"),
        choices=[("", _("not chosen")), *Remedy.choices],
        required=False,
    )


def _as_typed(draft: ResultNotice) -> dict[str, Any]:
    typed: dict[str, Any] = {"statement": draft.statement, "workdays": draft.workdays}
    for one in draft.candidates.all():
        typed[f"rank_{one.bid_id}"] = one.rank
        typed[f"proposed_{one.bid_id}"] = one.is_proposed
        typed[f"remark_{one.bid_id}"] = one.remark
    return typed
