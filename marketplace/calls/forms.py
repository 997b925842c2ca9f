"""What people type about rounds, replies, open calls and proposals; the actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.calls.asking import ASKS, KINDS, bodies_asked, bodies_of_kinds
from marketplace.calls.models import (
    ANSWER_LENGTH,
    BENEFIT_LENGTH,
    NEED_LENGTH,
    NOTE_LENGTH,
    TITLE_LENGTH,
    WORDS_LENGTH,
    CallKind,
    OpenCall,
    Round,
)
from marketplace.calls.opencalls import MOST_WORKDAYS, CallText
from marketplace.calls.proposing import MODES as ADOPTED_MODES
from marketplace.calls.proposing import Idea
from marketplace.calls.replying import MODES, NeedText
from marketplace.calls.rounds import RoundText
from marketplace.challenges.models import Infrastructure
from marketplace.claims.forms import TextField
from marketplace.core.required import REQUIRED
from marketplace.listings.models import Demand
from marketplace.listings.models.listing import SUMMARY_LENGTH
from marketplace.organisations.models import Organisation

_WHEN: Final = "%Y-%m-%dT%H:%M"
_CLASSES: Final = [("", _("no class")), *Infrastructure.choices]


def _boxes(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        **options,
    )


def _instant(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        error_messages=REQUIRED,
        input_formats=[_WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=_WHEN),
    )


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is not generic
    """A choice among some organisations by their full names."""

    def __init__(self, **options: Any) -> None:
        """Offer nothing until somebody says which."""
        super().__init__(Organisation.objects.none(), error_messages=REQUIRED, **options)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Offer these; the only one is chosen already where one must be."""
        self.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        if len(organisations) == 1 and self.required:
            self.initial = organisations[0].pk

    def label_from_instance(self, obj: Organisation) -> str:
        """Return the full name."""
        return obj.name


class CallForm(forms.Form):
    """What drafts of rounds and of open calls have in common."""

    title = forms.CharField(label=_("title"), max_length=TITLE_LENGTH, error_messages=REQUIRED)
    words = TextField(
        label=pgettext_lazy("call", "what is asked for"),
        max_length=WORDS_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 6}),
    )
    due_at = _instant(_("due (Beijing time)"))
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def base_edition(self) -> int:
        """Return the edition that the author saw."""
        return self.cleaned_data["edition"] or 0


class RoundForm(CallForm):
    """A round: words, whom it asks, and what each need states at least."""

    opener = OrganisationField(
        label=_("in whose name"), required=False, empty_label=_("the portal")
    )
    kinds = _boxes(
        _("kinds of bodies"),
        [(kind.value, kind.label) for kind in KINDS],
        error_messages=REQUIRED,
        help_text=_("Single bodies are left out in the next step. Place never counts."),
    )
    asks = _boxes(_("what a need states at least"), list(ASKS.items()), required=False)
    infrastructure = forms.ChoiceField(
        label=_("class of infrastructure"), choices=_CLASSES, required=False
    )
    takes_late = forms.BooleanField(
        label=_("late replies are taken and marked"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, openers: Sequence[Organisation], is_staff: bool, **options: Any
    ) -> None:
        """Offer the names in which a person asks; the portal's own to its staff alone."""
        super().__init__(*args, **options)
        field: Any = self.fields["opener"]
        field.required = not is_staff
        field.offer(openers)

    @property
    def text(self) -> RoundText:
        """Return the round as typed."""
        typed = self.cleaned_data
        names = ("title", "words", "due_at", "kinds", "asks", "infrastructure")
        return RoundText(
            **{name: typed[name] for name in names},
            takes_late=typed["takes_late"],
            opener=typed["opener"],
        )


def round_as_saved(round_: Round) -> dict[str, Any]:
    """Return a round's draft as its form shows it."""
    names = ("title", "words", "due_at", "kinds", "asks", "infrastructure")
    saved = {name: getattr(round_, name) for name in (*names, "takes_late", "edition")}
    return {**saved, "opener": round_.opener_id}


class ExtendForm(forms.Form):
    """A later due time."""

    until = _instant(_("new due time (Beijing time)"))


class BodiesForm(forms.Form):
    """The bodies that a draft asks, of those of its kinds."""

    bodies = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("bodies"),
        error_messages=REQUIRED,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        """Offer the bodies of the round's kinds; those left out stand without a tick."""
        initial = {"bodies": list(bodies_asked(round_))}
        super().__init__(*args, **{"initial": initial, **options})
        field: Any = self.fields["bodies"]
        field.queryset = bodies_of_kinds(round_.kinds)
        field.label_from_instance = _full_name


def _full_name(body: Organisation) -> str:
    return body.name


class AskForm(forms.Form):
    """One more body that a round asks."""

    body = OrganisationField(label=_("one more body"))


class NeedForm(forms.Form):
    """The first words of a need."""

    title = forms.CharField(label=_("title"), max_length=TITLE_LENGTH, error_messages=REQUIRED)
    summary = TextField(
        label=_("summary"),
        max_length=SUMMARY_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 3}),
    )
    mode = forms.ChoiceField(label=_("mode"), choices=[(mode.value, mode.label) for mode in MODES])
    infrastructure = forms.ChoiceField(
        label=_("class of infrastructure"), choices=_CLASSES, required=False
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def text(self) -> NeedText:
        """Return the need as typed."""
        typed = self.cleaned_data
        return NeedText(**{name: typed[name] for name in ("title", "summary")}, **self._choices)

    @property
    def _choices(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("mode", "infrastructure")}


class DraftField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is not generic
    """A choice among drafts by their titles."""

    def label_from_instance(self, obj: Demand) -> str:
        """Return the title of the latest version."""
        return obj.title


class AttachForm(forms.Form):
    """A draft that the body has already."""

    demand = DraftField(
        Demand.objects.none(), label=_("a draft that you have already"), error_messages=REQUIRED
    )

    def __init__(self, *args: Any, drafts: Any, **options: Any) -> None:
        """Offer the drafts that can stand in the reply."""
        super().__init__(*args, **options)
        field: Any = self.fields["demand"]
        field.queryset = drafts


class SendForm(forms.Form):
    """A reply with what was collected."""

    note = TextField(
        label=pgettext_lazy("reply", "note"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class NoneForm(forms.Form):
    """A reply that there is no need, with a name."""

    signed = forms.CharField(label=_("who answers for it"), max_length=40, error_messages=REQUIRED)
    note = TextField(
        label=pgettext_lazy("reply", "note"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Give its fields ids of their own."""
        super().__init__(*args, **{"auto_id": "none_%s", **options})


class OpenCallForm(CallForm):
    """An open call: words, who answers, and within how many days."""

    kind = forms.ChoiceField(label=_("kind"), choices=CallKind.choices)
    department = OrganisationField(label=_("answering department"))
    answer_workdays = forms.IntegerField(
        label=_("working days to the answer"), min_value=1, max_value=MOST_WORKDAYS, initial=10
    )

    def __init__(self, *args: Any, departments: Sequence[Organisation], **options: Any) -> None:
        """Offer the departments whose calls a person writes."""
        super().__init__(*args, **options)
        field: Any = self.fields["department"]
        field.offer(departments)

    @property
    def text(self) -> CallText:
        """Return the call as typed."""
        typed = self.cleaned_data
        names = ("title", "words", "due_at", "department", "kind", "answer_workdays")
        return CallText(**{name: typed[name] for name in names})


def call_as_saved(call: OpenCall) -> dict[str, Any]:
    """Return an open call's draft as its form shows it."""
    names = ("title", "words", "due_at", "kind", "answer_workdays", "edition")
    return {**{name: getattr(call, name) for name in names}, "department": call.department_id}


class ProposalForm(forms.Form):
    """A proposal: what is needed, what it would bring, and in whose name."""

    organisation = OrganisationField(label=_("in whose name"))
    title = forms.CharField(label=_("title"), max_length=TITLE_LENGTH, error_messages=REQUIRED)
    need = TextField(
        label=pgettext_lazy("proposal", "the need"),
        max_length=NEED_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("What is missing today, where, and how one would measure that it is solved."),
    )
    benefit = TextField(
        label=pgettext_lazy("proposal", "what it would bring"),
        max_length=BENEFIT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    may_be_named = forms.BooleanField(
        label=_("we may be named as the source"),
        required=False,
        help_text=_("It gives no advantage in the later selection; without it nobody is named."),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **options: Any) -> None:
        """Offer the organisations in whose name a person proposes."""
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.offer(organisations)

    @property
    def idea(self) -> Idea:
        """Return the proposal as typed."""
        typed = self.cleaned_data
        names = ("organisation", "title", "need", "benefit", "may_be_named")
        return Idea(**{name: typed[name] for name in names})


class AdoptForm(forms.Form):
    """What an adopted proposal becomes, with words for the proposer if wanted."""

    mode = forms.ChoiceField(label=_("becomes a draft of"), error_messages=REQUIRED)
    answer = TextField(
        label=_("words to the proposer"),
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        """Offer what a proposal of a kind of call may become."""
        super().__init__(*args, **{"auto_id": "adopt_%s", **options})
        field: Any = self.fields["mode"]
        field.choices = [(mode, Demand.Mode(mode).label) for mode in ADOPTED_MODES[kind]]


class DeclineForm(forms.Form):
    """A reason that the proposer reads."""

    answer = TextField(
        label=_("reason"),
        max_length=ANSWER_LENGTH,
        error_messages={"required": _("Please say why.")},
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The proposer reads it; nobody else outside does."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Give its fields ids of their own."""
        super().__init__(*args, **{"auto_id": "decline_%s", **options})


class PassOnForm(forms.Form):
    """The department that a proposal concerns."""

    to = OrganisationField(label=_("department"))
