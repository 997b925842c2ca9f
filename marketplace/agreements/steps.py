"""The steps of an agreement as its page offers them, each with what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.agreements import offering, permissions
from marketplace.agreements.defaults import NOT_IN_TIME
from marketplace.agreements.forms import EndForm, SeenForm, WordsForm
from marketplace.agreements.models import EndReason

if TYPE_CHECKING:
    from django import forms

    from marketplace.accounts.models import User
    from marketplace.agreements.models import Agreement
    from marketplace.core.decisions import Decision
    from marketplace.core.refusals import Message

    Do = Callable[[Agreement, User, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who may, what its button says, what it asks for; a minor one is folded away."""

    verb: str
    may: Callable[[Any, Agreement], Decision]
    title: Message
    text: Message
    form: type[forms.Form]
    do: Do
    is_minor: bool = True


STEPS: Final = {
    one.verb: one
    for one in (
        Step(
            "offer",
            permissions.may_offer,
            _("Offer to the firm"),
            _("The firm is told at once, and agrees to this version or returns it with words."),
            SeenForm,
            lambda one, by, typed: offering.offer_agreement(one, by=by, seen=typed["seen"]),
            is_minor=False,
        ),
        Step(
            "agree",
            permissions.may_agree,
            pgettext_lazy("agreement", "Agree"),
            _("You agree to exactly this version; then both sides print, sign and send it."),
            SeenForm,
            lambda one, by, typed: offering.agree(one, by=by, seen=typed["seen"]),
            is_minor=False,
        ),
        Step(
            "hand_back",
            permissions.may_hand_back,
            _("Return with words"),
            _("Say what should be changed; the owner writes another version."),
            WordsForm,
            lambda one, by, typed: offering.hand_back(one, by=by, words=typed["words"]),
        ),
        Step(
            "take_back",
            permissions.may_take_back,
            pgettext_lazy("agreement", "Take back for changes"),
            _("The firm is told, and waits for the version that you offer next."),
            SeenForm,
            lambda one, by, _typed: offering.take_back(one, by=by),
        ),
        Step(
            "end",
            permissions.may_end,
            _("End without an agreement"),
            _("For good: this firm gets no agreement for this award. The firm reads the reason."),
            EndForm,
            lambda one, by, typed: offering.end_agreement(
                one, by=by, reason=typed["reason"], words=typed["end_note"]
            ),
        ),
    )
}
"""In the order in which a page draws them."""


def form_of(step: Step, agreement: Agreement, *, data: Any = None) -> forms.Form:
    """Return a step's form, as typed or empty; ids carry the verb, for several stand on a page."""
    initial: dict[str, Any] = {"seen": agreement.version}
    if agreement.unsigned_told_at is not None:
        initial["reason"] = EndReason.objects.filter(code=NOT_IN_TIME, is_active=True).first()
    return step.form(data, initial=initial, auto_id=f"{step.verb}_%s")
