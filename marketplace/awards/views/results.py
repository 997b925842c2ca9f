"""The public page of a result, and its notice in the hands of those who run the challenge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.awards import noticing, permissions, settling
from marketplace.awards.forms import NoticeForm
from marketplace.awards.models import ResultNotice
from marketplace.awards.places import has_page
from marketplace.awards.succession_permissions import may_read
from marketplace.bids.models import Bid
from marketplace.challenges import permissions as challenge_permissions
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.notifications.topics import followed
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of
from marketplace.reviews.models import Ranking

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_DONE: Final = {
    "show": gettext_lazy("The notice is on show."),
    "discard": gettext_lazy("The draft is thrown away."),
    "settle": gettext_lazy("The award is final."),
}
_DO: Final[dict[str, Callable[..., object]]] = {
    "show": noticing.show_notice,
    "discard": noticing.discard_notice,
    "settle": settling.settle_notice,
}


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show a result as it is or was on show, with the number and state of each objection."""
    live = followed("result", number.upper())
    challenge = challenge_or_404(request.user, number)
    rows = challenge.result_notices.public().for_rows().prefetch_related("objections")
    shown = list(rows.order_by("-shown_at"))
    draft = _draft_of(challenge, user=request.user)
    if not shown and draft is None:
        raise Http404
    now = clock.now()
    latest = shown[0] if shown else None
    context = {
        "live": live,
        "challenge": challenge,
        "demand": challenge.demand,
        "notice": latest,
        "earlier": shown[1:],
        "draft": draft,
        "objections": [one for each in shown for one in each.objections.all()],
        "is_open": latest is not None and latest.is_open_at(now),
        "may_object": latest and permissions.may_object(request.user, latest, at=now),
        "settle": _settling(latest, user=request.user),
        "own_bids": _judged_of(request.user, latest),
        "reads_ranking": Ranking.objects.visible_to(request.user).of_challenge(challenge).exists(),
        "reads_succession": may_read(request.user, challenge) and has_page(challenge),
        "now": now,
    }
    return render(request, "awards/notice.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Write the notice of a result, or the draft anew."""
    challenge = _run_or_404(request.user, number)
    standing = challenge.result_notices.standing().for_rows().first()
    form = NoticeForm(request.POST or None, challenge=challenge, draft=standing)
    decision = permissions.may_draft_notice(request.user, challenge)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(request, challenge, form=form)
            except Refusal as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved. Somebody else puts it on show."))
                return redirect("awards:notice", number)
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "form": form,
        "decision": decision,
        "has_notice": challenge.result_notices.public().exists(),
    }
    return render(request, "awards/draft.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Show or discard a draft, or make an award final; say why where it is refused."""
    challenge = _run_or_404(request.user, number)
    standing = challenge.result_notices.standing().for_rows().first()
    if verb not in _DO or standing is None:
        raise Http404
    try:
        _DO[verb](standing, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, str(_DONE[verb]))
    if challenge.result_notices.filter(state__in=["drafted", *ResultNotice.PUBLIC]).exists():
        return redirect("awards:notice", number)
    return redirect("awards:draft", number)


def challenge_or_404(user: Any, number: str) -> Challenge:
    """Return the challenge of a demand's number that a person may read; Http404 for any other."""
    rows = Challenge.objects.visible_to(user).for_rows()
    found: Challenge | None = rows.filter(demand__lifecycle__number=number.upper()).first()
    if found is None:
        raise Http404
    return found


def _run_or_404(user: Any, number: str) -> Challenge:
    challenge = challenge_or_404(user, number)
    if not challenge_permissions.may_run(user, challenge):
        raise Http404
    return challenge


def _draft_of(challenge: Challenge, *, user: Any) -> ResultNotice | None:
    """Return the draft for those who run the challenge; nobody else learns that there is one."""
    if not challenge_permissions.may_run(user, challenge):
        return None
    found: ResultNotice | None = (
        challenge.result_notices.filter(state=ResultNotice.State.DRAFTED).for_rows().first()
    )
    return found


def _judged_of(user: Any, notice: ResultNotice | None) -> list[Bid]:
    """Return the bids of a reader's firms that have a line in the ranking behind a notice."""
    if notice is None or notice.ranking is None or not notice.stands_on_its_ranking:
        return []
    judged = {line["bid"] for line in notice.ranking.record["lines"]}
    own = Bid.objects.of_firms_of(user).filter(challenge=notice.challenge)
    return list(own.filter(receipt__in=judged).select_related("firm"))


def _settling(notice: ResultNotice | None, *, user: Any) -> Any:
    """Return whether the award may be made final, for those who run the challenge alone."""
    if notice is None or notice.state != notice.State.SHOWN:
        return None
    if not challenge_permissions.may_run(user, notice.challenge):
        return None
    return permissions.may_settle_notice(user, notice, at=clock.now())


def _save(request: HttpRequest, challenge: Challenge, *, form: NoticeForm) -> None:
    noticing.draft_notice(challenge, by=person_of(request), says=form.says)
