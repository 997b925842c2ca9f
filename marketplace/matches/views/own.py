"""A match's own page, and what people do with it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.matches import actions, events, permissions
from marketplace.matches.forms import ReasonForm
from marketplace.matches.models import Match, Side
from marketplace.matches.rows import Row, verbs_of, wordings
from marketplace.matches.views.lists import WHERE
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import page_before, person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User

_DONE: Final[dict[str, str | _StrPromise]] = {
    "confirm": _("Contact is confirmed for your side."),
    "dismiss": _("Put aside. You can take it up again."),
    "restore": _("Taken up again."),
    "invite": _("The firm is invited."),
    "accept": _("The invitation is accepted. Now send the application."),
    "decline": _("The invitation is declined; the demand's owner reads your reason."),
    "mute": _("Your firm takes no more invitations from it. It is not told."),
}
_REASONED: Final = frozenset({"dismiss", "decline"})
_LAST_RANK: Final = 10_000


@login_required
@require_safe
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a match to a side's people: the reasons as they were stored, and what may be done."""
    found = visible_match_or_404(person_of(request), pk)
    side = _side(request, found)
    if request.method == "GET":
        found = actions.see_match(found, side=side, by=person_of(request))
        _note_opened(request, found, side=side)
    return match_page(request, actions.reread(found), side=side)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of the verbs; the page comes back with what was typed where it was refused."""
    person = person_of(request)
    found = visible_match_or_404(person, pk)
    side = _side(request, found)
    if verb not in _DONE:
        raise Http404
    form = ReasonForm(request.POST, auto_id=f"{verb}_%s") if verb in _REASONED else None
    if form is not None and not form.is_valid():
        return match_page(request, found, side=side, form=form, verb=verb, status=422)
    try:
        _do(verb, found, side=side, by=person, form=form)
    except Refusal as refusal:
        if form is None:
            raise
        show_refusal(form, refusal)
        fresh = actions.reread(found)
        return match_page(request, fresh, side=side, form=form, verb=verb, status=refusal.status)
    messages.success(request, _DONE[verb])
    if verb == "accept":
        return redirect(application_url(found))
    return redirect(page_before(request) or reverse("matches:match", args=[found.pk]))


def application_url(match: Match) -> str:
    """Return where the firm applies for a match's demand, with its capability chosen."""
    number = match.demand.lifecycle.number
    chosen = urlencode({"capability": match.capability.lifecycle.number or ""})
    return f"{reverse('claims:apply', args=[number])}?{chosen}"


def visible_match_or_404(person: User, pk: int) -> Match:
    """Return a match that a person may read; Http404 for any other."""
    found: Match | None = Match.objects.visible_to(person).for_rows().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def match_page(
    request: HttpRequest,
    found: Match,
    *,
    side: Side,
    form: ReasonForm | None = None,
    verb: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return a match's own page for a side."""
    now = clock.now()
    verbs = verbs_of(request.user, found, side=side, at=now)
    context = {
        "is_judged": found.demand.is_judged_at(now),
        "row": Row(found, side, verbs),
        "match": found,
        "side": side,
        "reason": found.explanation,
        "wordings": wordings(found.explanation),
        "versions": sorted(found.explanation.get("versions", {}).items()),
        "past": found.past_reasons.all(),
        "may_mute": permissions.may_mute(request.user, found),
        "in_force": Match.objects.in_force(now).filter(pk=found.pk).exists(),
        "forms": {
            name: form if form and verb == name else ReasonForm(auto_id=f"{name}_%s")
            for name in sorted(_REASONED)
        },
    }
    return render(request, "matches/match.html", context, status=status)


def _do(verb: str, found: Match, *, side: Side, by: User, form: ReasonForm | None) -> None:
    reason = form.cleaned_data["reason"] if form is not None else ""
    if verb == "confirm":
        actions.confirm_contact(found, side=side, by=by)
    elif verb == "dismiss":
        actions.dismiss_match(found, side=side, by=by, reason=reason)
    elif verb == "restore":
        actions.restore_match(found, side=side, by=by)
    elif verb == "invite":
        actions.invite_to_apply(found, by=by)
    elif verb == "accept":
        actions.accept_invitation(found, by=by)
    elif verb == "mute":
        actions.mute_inviter(found, by=by)
    else:
        actions.decline_invitation(found, by=by, reason=reason)


def _side(request: HttpRequest, found: Match) -> Side:
    """Return the side for which a person reads: the one asked for, if it is theirs, else theirs."""
    own = permissions.sides_of(request.user, found)
    asked = request.POST.get("side") or request.GET.get("side")
    return next((side for side in own if side.value == asked), own[0])


def _note_opened(request: HttpRequest, found: Match, *, side: Side) -> None:
    """Write down the place in the list from which a match was opened, where it was from one."""
    text = request.GET.get("rank", "")
    if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= _LAST_RANK:
        events.note_opened(
            (found.demand_id, found.capability_id),
            reader=request.user,
            where=WHERE[side],
            rank=int(text[:6]),
            at=clock.now(),
        )
