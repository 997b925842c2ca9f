"""The public pages of one demand and of one capability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.calls.models import named_source_of
from marketplace.claims.relisting import relisted_on_page
from marketplace.claims.standing import public_count
from marketplace.cooperations.progress import public_progress
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.addenda import addenda_of
from marketplace.listings.facts import holder_facts
from marketplace.listings.gates import Conditions, qualification_gates
from marketplace.listings.permissions import may_read
from marketplace.notifications import topics
from marketplace.portal.bid_box import box_for
from marketplace.portal.challenges import challenge_on_page
from marketplace.portal.conditions import conditions_for, sees_failures
from marketplace.portal.counting import count_shown
from marketplace.portal.dialogue import dialogue_of
from marketplace.portal.inviting import InviteForm, invite_form
from marketplace.portal.pairs import matches_of_capability, matches_of_demand
from marketplace.portal.places import place_of
from marketplace.portal.rows import capabilities_in_full, demands_in_full

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from marketplace.listings.forms.questions import QuestionForm
    from marketplace.listings.models import Capability, Listing


@require_safe
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Show a published demand with the reader's next step and what fits it."""
    return demand_page(request, number)


def demand_page(
    request: HttpRequest, number: str, *, form: QuestionForm | None = None, status: int = 200
) -> HttpResponse:
    """Return a demand's page, with a question that could not be sent where there is one."""
    live = topics.followed("demand", number.upper())
    found = find_by_number(demands_in_full(), number)
    if not may_read(request.user, found):
        return _hidden(request, found)
    now = page_clock_of(request).now
    matches = matches_of_demand(found, request.user, now=now)
    if not matches.is_judged:
        count_shown(request, matches, where="demand")
    own = [] if matches.own is None else [matches.own.capability.lifecycle.owner]
    context = {
        **place_of(request, found),
        "demand": found,
        "listing": found,
        "phase": found.lifecycle.phase_at(now),
        "is_judged": matches.is_judged,
        "box": box_for(request.user, found, now=now, read=own),
        "applicants": public_count(found, at=now),
        "live": live,
        "matches": matches,
        "addenda": addenda_of(found),
        "dialogue": dialogue_of(request, found, now=now, form=form),
        "progress": public_progress(found, at=now),
        "source": named_source_of(found),
        **relisted_on_page(found),
        **challenge_on_page(found, now=now, reader=request.user),
    }
    return render(request, "portal/demand_detail.html", context, status=status)


@require_safe
def capability(request: HttpRequest, number: str) -> HttpResponse:
    """Show a published capability with its evidence and the demands that it fits."""
    return capability_page(request, number)


def capability_page(
    request: HttpRequest, number: str, *, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    """Return a capability's page, with an invitation that could not be sent where there is one."""
    found = find_by_number(capabilities_in_full(), number)
    if not may_read(request.user, found):
        return _hidden(request, found)
    now = page_clock_of(request).now
    matches = matches_of_capability(found, request.user, now=now)
    count_shown(request, matches, where="capability")
    context = {
        **place_of(request, found),
        "capability": found,
        "listing": found,
        "qualifications": qualifications_of(found, request.user, now=now),
        "is_own": sees_failures(request.user, found.lifecycle.owner_id),
        "matches": matches,
        "invite_form": form or invite_form(request.user, found, at=now),
    }
    return render(request, "portal/capability_detail.html", context, status=status)


def find_by_number(rows: Any, number: str) -> Any:
    """Return the listing with a public number; Http404 for any other."""
    found = rows.filter(lifecycle__number=number.upper()).first()
    if found is None:
        raise Http404
    return found


def qualifications_of(capability: Capability, reader: Any, *, now: datetime) -> Any:
    """Return the qualifications that a capability names, as its owner holds them, for a reader."""
    day = now.astimezone(SHANGHAI).date()
    owner = capability.lifecycle.owner
    named = {kind.slug: kind.name for kind in capability.qualifications.all()}
    asked = Conditions(qualifications=named)
    gates = qualification_gates(asked, holder_facts(owner, on=day), on=day)
    return conditions_for(gates, in_full=sees_failures(reader, owner.pk))


def _hidden(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Say that a listing was withdrawn; one that never was public is not there."""
    if listing.lifecycle.state != listing.lifecycle.State.WITHDRAWN:
        raise Http404
    context = {**place_of(request, listing), "listing": listing}
    return render(request, "portal/withdrawn.html", context)
