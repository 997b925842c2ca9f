"""Who is named next where an award came to nothing: for the owner's people, and for the bidder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.awards import succeeding, supplementing
from marketplace.awards import succession_permissions as permissions
from marketplace.awards.models import Succession
from marketplace.awards.places import has_page
from marketplace.awards.soundness import known_fault_of
from marketplace.awards.succession_forms import AnswerForm, NameForm
from marketplace.awards.vacancies import vacancy_of
from marketplace.awards.views.results import challenge_or_404
from marketplace.bids.models import Bid
from marketplace.challenges.forms import FailForm
from marketplace.claims.views.kept import forget_text, kept_text, sign_in_first
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from marketplace.awards.vacancies import Vacancy
    from marketplace.challenges.models import Challenge
    from marketplace.core.refusals import Message
    from marketplace.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the ranking: what became of it, or nothing of who is next; its bid to read."""

    rank: int
    firm: Organisation
    what: Message
    bid: Bid | None


_DONE: Final = {
    "name": _("Named. An approver who is not you has to agree."),
    "end": _("The challenge has ended without a result."),
    "withdraw": _("The naming is withdrawn."),
    "ask": _("The bidder was asked, and the supervisor was told."),
    "pass_over": _("Passed over; the fact is on record."),
    "show": _("The supplementary result is on show."),
    "stand": _("Noted: you stand by your bid. A supplementary result is shown next."),
    "decline": _("Noted: you no longer take part."),
}
_DO: Final[dict[str, Callable[..., object]]] = {
    "withdraw": succeeding.withdraw_naming,
    "ask": succeeding.ask_next,
    "pass_over": succeeding.pass_over,
    "show": supplementing.show_supplement,
}
_REPLIES: Final[dict[str, Callable[..., object]]] = {
    "stand": succeeding.stand_by_bid,
    "decline": succeeding.decline,
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: HttpRequest, number: str) -> HttpResponse:
    """Show who is next and why to the owner's people and the supervisor; take what they do."""
    challenge = challenge_or_404(request.user, number)
    if not permissions.may_read(request.user, challenge) or not has_page(challenge):
        raise Http404
    if request.method != "POST":
        return _page(request, challenge)
    verb = request.POST.get("verb", "")
    if verb in _DO:
        return _act(request, challenge, verb=verb)
    if verb == "name":
        return _name(request, challenge)
    if verb == "end":
        return _end(request, challenge)
    raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Let a bidder that was asked say whether it stands by its bid; words survive a sign-in."""
    if not request.user.is_authenticated:
        return sign_in_first(request, {"answer": request.POST.get("answer", "")[:5000]})
    challenge = challenge_or_404(request.user, number)
    rows = challenge.successions.of_firms_of(request.user).for_rows()
    found = rows.filter(state=Succession.State.ASKED).first() or rows.first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _answer_page(request, found, form=AnswerForm(initial=kept_text(request)))
    verb, form = request.POST.get("verb", ""), AnswerForm(request.POST)
    if verb not in _REPLIES:
        raise Http404
    by = person_of(request)
    if not carried_out(
        form, lambda: _REPLIES[verb](found, by=by, words=form.cleaned_data["answer"])
    ):
        return _answer_page(request, found, form=form, status=422)
    forget_text(request)
    return _done(request, verb, page="awards:succession_answer", number=number)


def _name(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    form, by = NameForm(request.POST, auto_id="name_%s"), person_of(request)
    if not carried_out(form, lambda: succeeding.name_next(challenge, by=by, **form.cleaned_data)):
        return _page(request, challenge, name_form=form)
    return _done(request, "name", page="awards:succession", number=_number(challenge))


def _end(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    form, by = FailForm(request.POST, challenge=challenge, verb="end"), person_of(request)
    number = _number(challenge)
    if not carried_out(
        form, lambda: succeeding.fall_through(challenge, by=by, **form.cleaned_data)
    ):
        return _page(request, challenge, end_form=form)
    messages.success(request, str(_DONE["end"]))
    return redirect("portal:demand", number)


def _act(request: HttpRequest, challenge: Challenge, *, verb: str) -> HttpResponse:
    key = request.POST.get("succession", "")
    rows = challenge.successions.for_rows()
    found = next((one for one in rows if str(one.pk) == key), None)
    if found is None:
        raise Http404
    try:
        _DO[verb](found, by=person_of(request))
    except Refusal as refusal:
        return _page(request, challenge, refusal=refusal)
    page = "awards:notice" if verb == "show" else "awards:succession"
    return _done(request, verb, page=page, number=_number(challenge))


def _number(challenge: Challenge) -> str:
    return str(challenge.demand.lifecycle.number)


def _done(request: HttpRequest, verb: str, *, page: str, number: str) -> HttpResponse:
    messages.success(request, str(_DONE[verb]))
    return redirect(page, number)


def _page(
    request: HttpRequest,
    challenge: Challenge,
    *,
    name_form: NameForm | None = None,
    end_form: FailForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    user = request.user
    fresh = challenge_or_404(user, _number(challenge))
    rows = list(fresh.successions.for_rows().select_related("settled_by", "answered_by"))
    vacancy = vacancy_of(fresh)
    seen = vacancy.next.bid_id if vacancy and vacancy.next else None
    current = next((one for one in rows if one.is_open), None)
    context = {
        "challenge": fresh,
        "demand": fresh.demand,
        "vacancy": vacancy,
        "places": _places(fresh, vacancy, current=current, user=user),
        "current": current,
        "earlier": [one for one in rows if one != current],
        "may_name": permissions.may_name(user, fresh),
        "may_end": permissions.may_fall_through(user, fresh),
        "name_form": name_form or NameForm(auto_id="name_%s", initial={"seen": seen}),
        "end_form": end_form or FailForm(challenge=fresh, verb="end"),
        "refusal": refusal,
        **_steps(current, user),
    }
    is_refused = refusal or name_form or end_form
    status = refusal.status if refusal else 422 if is_refused else 200
    return render(request, "awards/succession.html", context, status=status)


def _places(
    challenge: Challenge, vacancy: Vacancy | None, *, current: Succession | None, user: Any
) -> list[Place]:
    """Return the awards that came to nothing and who is next, with prices for who reads bids."""
    if vacancy is None:
        return []
    read = Bid.objects.visible_to(user).filter(challenge=challenge).in_bulk()
    losses = {one.bid: one.what for one in vacancy.losses}
    following = current.bid_id if current else getattr(vacancy.next, "bid_id", None)
    return [
        Place(one.rank, one.bid.firm, losses.get(one.bid_id, ""), read.get(one.bid_id))
        for one in vacancy.notice.candidates.all()
        if one.bid_id in losses or one.bid_id == following
    ]


def _steps(current: Succession | None, user: Any) -> dict[str, Any]:
    """Return what a reader may do with who is named now, and the fact that speaks against it."""
    if current is None:
        return {}
    demand = current.challenge.demand
    return {
        "may_ask": permissions.may_ask(user, current),
        "may_withdraw": permissions.may_withdraw(user, current),
        "may_pass_over": permissions.may_pass_over(user, current),
        "may_show": permissions.may_show(user, current),
        "fault": known_fault_of(current.firm, demand, at=clock.now()),
        "statement": supplementing.statement_of(current),
    }


def _answer_page(
    request: HttpRequest, found: Succession, *, form: AnswerForm, status: int = 200
) -> HttpResponse:
    now = clock.now()
    found.refresh_from_db(fields=["state", "answer_by", "answered_at", "fact"])
    context = {
        "succession": found,
        "challenge": found.challenge,
        "demand": found.challenge.demand,
        "form": form,
        "may_answer": permissions.may_answer(request.user, found, at=now),
        "is_late": found.is_late_at(now),
    }
    return render(request, "awards/succession_answer.html", context, status=status)
