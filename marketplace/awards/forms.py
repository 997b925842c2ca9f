"""What officers, objectors and deciders type; the actions decide what is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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
from marketplace.awards.noticing import REMARK_LENGTH, Notice
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.claims.forms import KeptForm, TextField
from marketplace.core.required import REQUIRED
from marketplace.files.forms import ManyFilesField
from marketplace.organisations.models import Organisation
from marketplace.reviews.rounds import standing_ranking


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the ranking: rank, bid, total, and the field of its remark."""

    rank: int
    bid: Bid
    total: Decimal | None
    remark: forms.BoundField


class NoticeForm(forms.Form):
    """The notice of a result: how it came about, for how long, and how many are to be awarded."""

    statement = TextField(
        label=_("how the result came about"),
        max_length=STATEMENT_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 4}),
    )
    proposed = forms.IntegerField(
        label=_("how many of the first ranks are to be awarded"),
        min_value=1,
        initial=1,
        error_messages=REQUIRED,
    )
    workdays = forms.IntegerField(
        label=_("working days on show"), min_value=1, max_value=60, error_messages=REQUIRED
    )

    def __init__(
        self,
        *args: Any,
        challenge: Challenge,
        draft: ResultNotice | None = None,
        **options: Any,
    ) -> None:
        """Offer a remark for each place of the frozen ranking, filled from the draft."""
        self._ranking = standing_ranking(challenge)
        places = {} if self._ranking is None else self._ranking.ranks()
        rows = Bid.objects.filter(challenge=challenge, receipt__in=places).select_related("firm")
        self._places = sorted((places[bid.receipt], bid.pk, bid) for bid in rows)
        options["initial"] = {
            "workdays": challenge.programme.notice_workdays,
            "proposed": max(1, min(challenge.parallel_teams, len(places))),
            **(_as_typed(draft) if draft else {}),
        }
        super().__init__(*args, **options)
        for _rank, key, _bid in self._places:
            self.fields[f"remark_{key}"] = forms.CharField(
                label=_("remark"), required=False, max_length=REMARK_LENGTH
            )

    def places(self) -> Iterator[Place]:
        """Yield the places in their order."""
        for rank, key, bid in self._places:
            total = self._ranking.total_of(bid.receipt) if self._ranking else None
            yield Place(rank, bid, total, self[f"remark_{key}"])

    @property
    def has_places(self) -> bool:
        """Return whether there is a ranking to read."""
        return bool(self._places)

    @property
    def says(self) -> Notice:
        """Return what was typed."""
        typed = self.cleaned_data
        remarks = {key: typed[f"remark_{key}"] for _rank, key, _bid in self._places}
        return Notice(typed["statement"], typed["workdays"], typed["proposed"], remarks)


class ObjectionForm(KeptForm):
    """An objection: what it is about, its grounds, evidence, and in whose name."""

    KEPT = ("ground", "text", "organisation", "key")

    ground = forms.ChoiceField(
        label=pgettext_lazy("objection", "what it is about"),
        choices=Ground.choices,
        error_messages=REQUIRED,
    )
    text = TextField(
        label=pgettext_lazy("objection", "grounds"),
        max_length=GROUNDS_LENGTH,
        error_messages=REQUIRED,
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
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The objector reads it; nobody else outside does."),
    )
    remedy = forms.ChoiceField(
        label=_("what follows if it holds"),
        required=False,
    )

    def __init__(self, *args: Any, notice: ResultNotice, **options: Any) -> None:
        """Offer what may follow for the notice that the objection is about."""
        super().__init__(*args, **options)
        remedies = [(one.value, one.label) for one in Remedy.of(notice)]
        self.fields["remedy"].choices = [("", _("not chosen")), *remedies]  # type: ignore[attr-defined]


def _as_typed(draft: ResultNotice) -> dict[str, Any]:
    candidates = list(draft.candidates.all())
    return {
        "statement": draft.statement,
        "workdays": draft.workdays,
        "proposed": sum(one.is_proposed for one in candidates),
        **{f"remark_{one.bid_id}": one.remark for one in candidates},
    }
