"""The page on which somebody who was asked reads a challenge and files a vote; the staff's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.challenges import permissions
from marketplace.challenges.figures import figures_by_programme
from marketplace.challenges.fitness import file_vote
from marketplace.challenges.forms import VoteForm
from marketplace.challenges.models import Challenge, FitnessVote
from marketplace.challenges.needs import wording_of
from marketplace.challenges.supply import supply_for
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.listings.comparing import written
from marketplace.listings.labels import label_of
from marketplace.listings.permissions import is_portal_staff
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the version in question with its rules, and take the vote of whoever was asked."""
    asked = _vote_or_404(request, pk)
    if request.method != "POST":
        return _vote_page(request, asked, VoteForm())
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _vote_page(request, asked, form, status=422)
    typed = form.cleaned_data
    try:
        file_vote(
            asked,
            by=person_of(request),
            outcome=typed["outcome"],
            remarks=form.remarks,
            reason=typed["reason"],
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _vote_page(request, asked, form, status=refusal.status)
    messages.success(request, _("Your vote is filed. Thank you."))
    return redirect("challenges:vote", asked.pk)


@login_required
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """List for the portal's staff what is being checked, and what came of proposals."""
    if not is_portal_staff(request.user):
        raise Http404
    rows = Challenge.objects.for_rows().filter(state=Challenge.State.ARGUING)
    rows = rows.prefetch_related("checks__votes").order_by("pk")
    context = {"page": page_of(request, rows), "figures": figures_by_programme()}
    return render(request, "challenges/running.html", context)


def _vote_or_404(request: HttpRequest, pk: int) -> FitnessVote:
    """Return a vote to whoever was asked for it; Http404 for anybody else."""
    rows = FitnessVote.objects.select_related(
        "fitness__challenge__demand__lifecycle__owner",
        "fitness__challenge__programme",
        "fitness__revision",
    ).prefetch_related("remarks")
    found: FitnessVote | None = rows.filter(pk=pk, reviewer=person_of(request)).first()
    if found is None:
        raise Http404
    return found


def _vote_page(
    request: HttpRequest, asked: FitnessVote, form: VoteForm, *, status: int = 200
) -> HttpResponse:
    version = asked.fitness.revision.as_object()
    challenge = asked.fitness.challenge
    context = {
        "asked": asked,
        "challenge": challenge,
        "criteria": challenge.criteria.order_by("position"),
        "version": version,
        "fields": written(version),
        "wording": [(label_of(field), found) for field, found in wording_of(version)],
        "supply": supply_for(challenge.demand, now=clock.now()),
        "decision": permissions.may_vote(request.user, asked),
        "form": form,
    }
    return render(request, "challenges/vote.html", context, status=status)
