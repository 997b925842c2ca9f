"""My reviews: an expert's places, the declaration before the first look, stepping back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.core.paging import page_of
from marketplace.experts.models import Expert
from marketplace.notifications.topics import followed
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.reviews import seating
from marketplace.reviews.forms import StepBackForm
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.permissions import may_declare, may_look
from marketplace.reviews.promising import field_names
from marketplace.reviews.rounds import standing_round
from marketplace.reviews.score_permissions import may_score

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the places that a person holds."""
    expert = Expert.objects.filter(user=request.user.pk).first()
    asked = request.GET.urlencode()
    live = None if expert is None else followed("my_reviews", expert.code, asked=asked)
    rows = Seat.objects.of(request.user).for_rows().order_by("-called_at")
    return render(request, "reviews/mine.html", {"page": page_of(request, rows), "live": live})


@login_required
@never_cache
@require_safe
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Show a place: what must be declared, and after that what is judged."""
    return seat_page(request, held_or_404(request, code))


@login_required
@require_POST
def declare(request: HttpRequest, code: str) -> HttpResponse:
    """Declare that one has no tie to a party."""
    held = seating.declare_free(held_or_404(request, code), by=person_of(request))
    if held.state == SeatState.RECUSED:
        messages.warning(
            request, _("You cannot be on this panel; somebody else is called. Thank you.")
        )
        return redirect("reviews:mine")
    messages.success(request, _("Declared. You may read now."))
    return redirect("reviews:seat", code=held.code)


@login_required
@require_POST
def leave_seat(request: HttpRequest, code: str) -> HttpResponse:
    """Step back from a place."""
    held, form = held_or_404(request, code), StepBackForm(request.POST)

    def act() -> None:
        has_tie = form.cleaned_data["why"] == "tie"
        words = form.cleaned_data["words"]
        seating.step_back(held, by=person_of(request), has_tie=has_tie, words=words)

    if carried_out(form, act):
        messages.success(request, _("You have stepped back; somebody else is called. Thank you."))
        return redirect("reviews:mine")
    return seat_page(request, held_or_404(request, code), form=form, status=422)


def held_or_404(request: HttpRequest, code: str) -> Seat:
    """Return a place that the person holds; Http404 for every other, as for none."""
    found: Seat | None = Seat.objects.of(request.user).for_rows().filter(code=code.upper()).first()
    if found is None:
        raise Http404
    return found


def seat_page(
    request: HttpRequest, held: Seat, *, form: StepBackForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a place; criteria and bids are on it only after the declaration."""
    live = followed("review", held.code)
    challenge = held.panel.challenge
    looks = may_look(request.user, held)
    context = {
        "seat": held,
        "live": live,
        "demand": challenge.demand,
        "may_declare": may_declare(request.user, held),
        "may_look": looks,
        "may_score": may_score(request.user, held),
        "round": standing_round(held.panel) if looks else None,
        "field": field_names().get(held.field, held.field),
        "words": seating.declared_words(),
        "parties": seating.party_names(challenge),
        "criteria": challenge.criteria.order_by("position") if looks else [],
        "bids": labelled_bids(held) if looks else [],
        "form": form or StepBackForm(),
    }
    return render(request, "reviews/seat.html", context, status=status)
