"""The page of an opening: attempts, the ceremony, the button, and afterwards the public record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.bids import ceremony, permissions
from marketplace.bids.doors import challenge_or_404
from marketplace.bids.forms import OpenersForm, OpenForm, PassphraseForm, ReplaceForm
from marketplace.bids.models import Opening
from marketplace.bids.opening import open_bids
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from marketplace.challenges.models import Challenge


@never_cache
@require_safe
def opening(request: HttpRequest, number: str) -> HttpResponse:
    """Show the record to everybody once it stands; before, the page of openers and supervisor."""
    challenge = challenge_or_404(request.user, number)
    return _page(request, challenge)


@login_required
@require_POST
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Carry out one step of the ceremony or the opening itself."""
    challenge = challenge_or_404(request.user, number)
    if step not in _STEPS:
        raise Http404
    form_class, carry_out, done = _STEPS[step]
    form = form_class(request.POST)
    if form.is_valid():
        try:
            carry_out(request, challenge, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        if not form.errors:
            messages.success(request, str(done))
            return redirect("bids:opening", number)
    return _page(request, challenge, step=step, form=form)


def _open(request: HttpRequest, challenge: Challenge, form: Any) -> None:
    open_bids(challenge, by=person_of(request), present=form.cleaned_data["present"])


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
    if user is None or lost is None:
        return
    ceremony.replace_opener(
        challenge, lost=lost, user=user, by=person_of(request), passphrases=form.passphrases()
    )


_STEPS: dict[str, tuple[type[Form], Any, Any]] = {
    "open": (OpenForm, _open, _("The bids are opened.")),
    "choose": (PassphraseForm, _choose, _("Your passphrase is set.")),
    "rehearse": (PassphraseForm, _rehearse, _("Your passphrase unlocks your share.")),
    "give": (PassphraseForm, _give, _("Your passphrase was right; your share is handed over.")),
    "name": (OpenersForm, _name, _("The openers are named.")),
    "replace": (ReplaceForm, _replace, _("The opener is replaced; all shares are dealt anew.")),
}


def _page(
    request: HttpRequest, challenge: Challenge, *, step: str = "", form: Form | None = None
) -> HttpResponse:
    record = Opening.objects.filter(challenge=challenge).exclude(state="running").first()
    inside = permissions.may_read_opening(request.user, challenge)
    if not inside and record is None:
        raise Http404
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "opening": record,
        "bids": challenge.bids.for_rows() if record else [],
        "inside": inside,
        **(_inside(request, challenge) if inside else {}),
        **{f"{name}_form": shown for name, shown in _forms(step, form).items()},
        "refused_step": step if form is not None and form.errors else "",
    }
    return render(request, "bids/opening.html", context, status=422 if form is not None else 200)


def _inside(request: HttpRequest, challenge: Challenge) -> dict[str, Any]:
    now = clock.now()
    user = person_of(request)
    openers = list(challenge.openers.select_related("user"))
    return {
        "attempts": challenge.opening_attempts.select_related("by")[:50],
        "may_open": permissions.may_open(user, challenge, at=now),
        "opens": permissions.may_open_at_all(user, challenge),
        "may_name": permissions.may_name_openers(user, challenge),
        "is_ceremony": challenge.seal_mode == challenge.SealMode.CEREMONY,
        "openers": openers,
        "me": next((one for one in openers if one.user_id == user.pk), None),
        "handed": sum(one.handed is not None for one in openers),
        "now": now,
    }


def _forms(step: str, form: Form | None) -> dict[str, Form]:
    """Return a form for each step, the one that was sent as it was typed."""
    shown = {name: form_class() for name, (form_class, _do, _done) in _STEPS.items()}
    if form is not None:
        shown[step] = form
    return shown
