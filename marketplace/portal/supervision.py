"""The supervisor's view (纪检): read-only, before the opening attempts to open and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.agreements.models import Agreement
from marketplace.awards.models import Objection
from marketplace.awards.places import has_page
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.challenges.rail import rail_of
from marketplace.challenges.timeline import happenings
from marketplace.core.paging import page_of
from marketplace.notifications.topics import followed
from marketplace.organisations.models import Membership, Role
from marketplace.reviews.models import Ranking, Seat

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Row:
    """A supervised challenge: attempts to open, and after the opening bids and objections."""

    challenge: Challenge
    attempts: int
    refused: int
    bids: int | None
    objections: list[Objection]
    late: int


@login_required
@never_cache
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """List the challenges of the bodies that a person supervises; 404 for everybody else."""
    if not Membership.objects.filter(user=request.user.pk, role=Role.SUPERVISOR).exists():
        raise Http404
    now = page_clock_of(request).now
    page: Any = page_of(request, Challenge.objects.supervised_by(request.user).for_rows())
    page.object_list = [_row(one, request.user, at=now) for one in page.object_list]
    return render(request, "portal/supervision.html", {"page": page})


@login_required
@never_cache
@require_safe
def challenge(request: HttpRequest, number: str) -> HttpResponse:
    """Show one challenge as its supervisor reads it, with what the journal holds of it."""
    live = followed("supervised", number.upper(), asked=request.GET.urlencode())
    rows = Challenge.objects.supervised_by(request.user).for_rows()
    found: Challenge = get_object_or_404(rows, demand__lifecycle__number=number.upper())
    now = page_clock_of(request).now
    context = {
        "live": live,
        "challenge": found,
        "demand": found.demand,
        "rail": rail_of(found, now=now),
        "row": _row(found, request.user, at=now),
        "attempts": found.opening_attempts.select_related("by"),
        "happenings": page_of(request, happenings(found, is_opened=is_opened(found))),
        "now": now,
        **(_opened(found, request.user) if is_opened(found) else {}),
    }
    return render(request, "portal/supervised.html", context)


def _opened(challenge: Challenge, user: Any) -> dict[str, Any]:
    """Return what the supervisor reads once the bids are open."""
    seats = Seat.objects.filter(panel__challenge=challenge).for_rows()
    return {
        "is_opened": True,
        "bids": Bid.objects.visible_to(user).filter(challenge=challenge).for_rows(),
        "seats": seats,
        "is_ranked": Ranking.objects.visible_to(user)
        .filter(round__panel__challenge=challenge)
        .exists(),
        "reads_succession": has_page(challenge),
        "notices": challenge.result_notices.public().for_rows().order_by("-shown_at"),
        "agreements": Agreement.objects.visible_to(user).filter(challenge=challenge).for_rows(),
    }


def _row(challenge: Challenge, user: Any, *, at: datetime) -> Row:
    attempts = list(challenge.opening_attempts.values_list("answer", flat=True))
    is_open = is_opened(challenge)
    objections = Objection.objects.supervised_by(user).filter(notice__challenge=challenge)
    filed = list(objections.for_rows()) if is_open else []
    return Row(
        challenge,
        len(attempts),
        sum(answer != challenge.opening_attempts.model.ALLOWED for answer in attempts),
        Bid.objects.visible_to(user).filter(challenge=challenge).count() if is_open else None,
        filed,
        sum(one.is_late_at(at) for one in filed),
    )


def is_opened(challenge: Challenge) -> bool:
    """Return whether the opening is over: until then nothing but attempts is shown."""
    opening = getattr(challenge, "opening", None)
    return opening is not None and opening.finished_at is not None
