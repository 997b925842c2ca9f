"""What people type about a challenge; the actions decide what is saved."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.challenges.endings import reason_found
from marketplace.challenges.models import (
    NOTE_LENGTH,
    RULES,
    TITLE_LENGTH,
    TOP,
    Aspect,
    Challenge,
    ExitReason,
    FitnessRemark,
    Outcome,
    Programme,
)
from marketplace.challenges.rules import BIDDING_KINDS, MOST_CRITERIA, CriterionText
from marketplace.core.numbers import plain
from marketplace.core.required import REQUIRED
from marketplace.listings.forms.rows import Rows, rows_class

MOST_DRAWN: Final = 9
"""How many experts are drawn at once to judge, at most."""
_PERCENT: Final[dict[str, Any]] = {"max_digits": 5, "decimal_places": 2}


class TemplateForm(forms.Form):
    """A template document: what it is, and the file."""

    title = forms.CharField(
        label=_("title of the template"), max_length=TITLE_LENGTH, error_messages=REQUIRED
    )
    upload = forms.FileField(label=_("file of the template"), error_messages=REQUIRED)


class RulesForm(forms.ModelForm[Challenge]):
    """The rules of a challenge, beside the criteria."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    bidder_kinds = forms.MultipleChoiceField(
        label=_("who may bid"),
        choices=[(kind.value, kind.label) for kind in BIDDING_KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        help_text=_("Choose none, and all kinds may bid but government departments."),
    )

    class Meta:
        model = Challenge
        fields = RULES
        help_texts: ClassVar = {
            "own_share": _(
                "1 means that the bidder adds as much as is granted; empty: none asked."
            ),
            "seal_mode": _("Under a ceremony three openers rehearse before it is listed."),
            "bids_per_batch": _("Empty: no limit."),
            "parallel_teams": _("More than 1: teams work side by side (赛马)."),
            "minimum_bids": _("With fewer valid bids the challenge ends without a result."),
            "panel_size": _("An odd number."),
            "trims_from": _("Empty: the plain mean of all sheets."),
            "agrees_scores": _("Else the sheets alone count; the chair writes notes."),
            "price_breaks_ties": _("After the criteria, the heaviest first."),
            "hides_opening": _("Bidders, officers and the supervisor. Else everybody reads it."),
            "hides_progress": _("Who delivers, officers and the supervisor. Else everybody."),
            "hears_panel": _("They say of each item whether it is met, before the owner decides."),
            "names_next": _("It stands by its own bid at its own price, or says no."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the programmes in use, and show the saved edition."""
        super().__init__(*args, **options)
        self.fields["edition"].initial = self.instance.edition
        self.initial["own_share"] = plain(self.instance.own_share)
        chosen = Q(is_active=True) | Q(pk=self.instance.programme_id)
        programmes = Programme.objects.filter(chosen)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]

    @property
    def rules(self) -> dict[str, Any]:
        """Return the rules as typed."""
        return {name: self.cleaned_data[name] for name in RULES}

    def _post_clean(self) -> None:
        """Leave the instance alone: the action puts the rules on the row that it has locked."""


class CriterionForm(forms.Form):
    """A criterion; an empty row is left out."""

    name = forms.CharField(label=_("criterion"), max_length=60)
    weight = forms.DecimalField(label=_("weight, percent"), **_PERCENT)
    top = forms.IntegerField(label=_("highest score"), required=False, help_text=_("Empty: 100."))
    minimum = forms.DecimalField(label=_("least score"), required=False, **_PERCENT)
    guidance = forms.CharField(label=_("how it is scored"), max_length=300, required=False)

    def has_changed(self) -> bool:
        """Return whether anything was written into the row."""
        return self.is_bound and any(self[name].data for name in self.fields if name != "DELETE")

    @property
    def text(self) -> CriterionText:
        """Return the criterion as typed."""
        typed = self.cleaned_data
        return CriterionText(
            typed["name"],
            typed["weight"],
            typed["minimum"],
            guidance=typed["guidance"],
            top=TOP if typed["top"] is None else typed["top"],
        )


class CriteriaRows(Rows):
    """The criteria in their order."""

    def kept(self) -> list[Any]:
        """Return the criteria of the rows that were filled in."""
        return [
            form.text
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]


def criteria_rows(challenge: Challenge | None, data: Any = None, *, more: int = 0) -> CriteriaRows:
    """Return the criteria as typed, else as saved."""
    saved = [] if challenge is None else challenge.criteria.order_by("position")
    initial = [
        {
            "name": one.name,
            "weight": plain(one.weight),
            "top": "" if one.top == TOP else one.top,
            "minimum": plain(one.minimum),
            "guidance": one.guidance,
        }
        for one in saved
    ]
    made: Any = rows_class(CriterionForm, rows=CriteriaRows, most=MOST_CRITERIA)
    rows: CriteriaRows = made(data, initial=initial, prefix="criteria", more=more)
    return rows


class StepForm(forms.Form):
    """A step that asks for nothing; the others add their fields."""

    def __init__(self, *args: Any, challenge: Challenge, verb: str, **options: Any) -> None:
        """Keep what it is about; ids carry the verb, since several forms stand on a page."""
        options["auto_id"] = f"{verb}_%s"
        super().__init__(*args, **options)
        self.challenge = challenge


class WordsForm(StepForm):
    """A summary in words."""

    words = forms.CharField(
        label=_("in words"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
    )


class RelistForm(StepForm):
    """What the earlier round taught."""

    lessons = forms.CharField(
        label=_("what the earlier round taught"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody reads it on the page of the new challenge."),
    )


class ExitForm(WordsForm):
    """A reason of a way out, with words."""

    WAY_OUT: ClassVar[str]

    reason = forms.ModelChoiceField(
        ExitReason.objects.none(), label=_("reason"), error_messages=REQUIRED
    )
    field_order = ("reason", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the reasons of this way out."""
        super().__init__(*args, **options)
        reasons = ExitReason.objects.filter(way_out=self.WAY_OUT, is_active=True)
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]


class WithdrawForm(ExitForm):
    """Why it is withdrawn."""

    WAY_OUT = "withdrawn"


class FailForm(ExitForm):
    """Why it ends without a result; what the rows show is chosen."""

    WAY_OUT = "failed"

    def __init__(self, *args: Any, **options: Any) -> None:
        """Choose the reason that the rooms above find, if there is one."""
        super().__init__(*args, **options)
        self.initial.setdefault("reason", reason_found(self.challenge))


class TerminateForm(ExitForm):
    """Why it is terminated."""

    WAY_OUT = "terminated"


class ConcludeForm(ExitForm):
    """The words that a check ends with, and the reason where the votes reject."""

    WAY_OUT = "argued_down"

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for a reason only where one is needed: the votes decide."""
        super().__init__(*args, **options)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Needed where more than half reject it.")


class DrawForm(StepForm):
    """How many experts are drawn to judge."""

    number = forms.IntegerField(
        label=_("how many"), min_value=1, max_value=MOST_DRAWN, initial=3, error_messages=REQUIRED
    )


class ReviewerForm(StepForm):
    """Who is asked to judge."""

    reviewer = forms.EmailField(
        label=_("e-mail of the account"),
        error_messages=REQUIRED,
        help_text=_("Somebody with an account, of no body in the demand and of no firm."),
    )

    def clean_reviewer(self) -> User:
        """Return the person; an address without an account is a mistake."""
        found = User.objects.filter(email__iexact=self.cleaned_data["reviewer"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no account with this address."))
        return found


class VoteForm(forms.Form):
    """What a reviewer judges of each aspect, and the vote."""

    outcome = forms.ChoiceField(
        label=_("My vote"),
        choices=Outcome.choices,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"required": _("Choose a vote.")},
    )
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed for a return or a rejection."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for each aspect."""
        super().__init__(*args, **options)
        for aspect in Aspect:
            self.fields[f"{aspect}_verdict"] = forms.ChoiceField(
                label=aspect.label,
                choices=FitnessRemark.Verdict.choices,
                widget=forms.RadioSelect({"class": "form-check-input"}),
                error_messages={"required": _("Judge every aspect.")},
            )
            self.fields[f"{aspect}_text"] = forms.CharField(
                label=_("remark"),
                required=False,
                max_length=NOTE_LENGTH,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def aspects(self) -> list[tuple[Any, Any]]:
        """Return verdict and words of each aspect, as fields."""
        return [(self[f"{one}_verdict"], self[f"{one}_text"]) for one in Aspect]

    @property
    def remarks(self) -> dict[str, tuple[str, str]]:
        """Return what was judged of each aspect."""
        typed = self.cleaned_data
        return {one.value: (typed[f"{one}_verdict"], typed[f"{one}_text"]) for one in Aspect}
