"""The steps of a ceremony as people send them, on the page before the list and on the one after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.bids import ceremony, permissions
from marketplace.bids.forms import OpenersForm, PassphraseForm, ReplaceForm
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import Form
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its form, what it does, and what is said once it is done."""

    form: type[Form]
    do: Callable[[HttpRequest, Challenge, Any], None]
    done: _StrPromise


def carry_out(request: HttpRequest, challenge: Challenge, step: Step) -> Form:
    """Do a step as it was sent and return its form, which has errors where it was refused."""
    form = step.form(request.POST)
    if form.is_valid():
        try:
            step.do(request, challenge, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
    return form


def forms_of(steps: Mapping[str, Step], *, sent: str, form: Form | None) -> dict[str, Any]:
    """Return a form for each step by its name on the page, the one that was sent as typed."""
    shown = {f"{name}_form": step.form() for name, step in steps.items()}
    if form is not None:
        shown[f"{sent}_form"] = form
    refused = sent if form is not None and form.errors else ""
    return {**shown, "refused_step": refused}


def openers_of(challenge: Challenge, user: User) -> dict[str, Any]:
    """Return what a page draws of the openers for its reader."""
    openers = list(challenge.openers.select_related("user"))
    return {
        "openers": openers,
        "me": next((one for one in openers if one.user_id == user.pk), None),
        "may_name": permissions.may_name_openers(user, challenge),
    }


def _choose(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    passphrase = form.cleaned_data["passphrase"]
    ceremony.choose_passphrase(challenge, by=person_of(request), passphrase=passphrase)


def _rehearse(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    passphrase = form.cleaned_data["passphrase"]
    ceremony.rehearse(challenge, by=person_of(request), passphrase=passphrase)


def _give(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    passphrase = form.cleaned_data["passphrase"]
    ceremony.give_passphrase(challenge, by=person_of(request), passphrase=passphrase)


def _name(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    users = form.people()
    if not form.errors:
        ceremony.name_openers(challenge, users=users, by=person_of(request))


def _replace(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    user = form.person()
    lost = challenge.openers.filter(number=form.cleaned_data["lost"]).first()
    if lost is None:
        form.add_error("lost", _("Nobody is named yet."))
    if user is None or lost is None:
        return
    ceremony.replace_opener(
        challenge, lost=lost, user=user, by=person_of(request), passphrases=form.passphrases()
    )


PREPARING: Final = {
    "name": Step(OpenersForm, _name, _("The openers are named.")),
    "choose": Step(PassphraseForm, _choose, _("Your passphrase is set.")),
    "rehearse": Step(PassphraseForm, _rehearse, _("Your passphrase unlocks your share.")),
    "replace": Step(ReplaceForm, _replace, _("The opener is replaced; all shares are dealt anew.")),
}
"""What is done before the list, and after it where somebody has left."""

GIVING: Final = Step(
    PassphraseForm, _give, _("Your passphrase was right; your share is handed over.")
)
