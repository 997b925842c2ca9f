"""A demand's page follows count, reader, addenda and answers; the home page follows the ticker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render

from cms.page_clock import page_clock_of
from marketplace.challenges.models import Challenge, ChallengeState
from marketplace.claims.standing import public_count
from marketplace.claims.ticker import EVERYBODY
from marketplace.claims.views.meanwhile import changes_since
from marketplace.cooperations.models import Cooperation
from marketplace.cooperations.progress import public_progress
from marketplace.core import clock
from marketplace.deliveries.models import Checkpoint
from marketplace.deliveries.progress import reached_by_all
from marketplace.listings.addenda import addenda_of
from marketplace.listings.models import Demand, DemandLifecycle
from marketplace.listings.models.timeline import Timeline
from marketplace.listings.permissions import may_read
from marketplace.notifications.topics import register_topic
from marketplace.portal import ticker
from marketplace.portal.bid_box import box_for
from marketplace.portal.challenges import challenge_on_page
from marketplace.portal.details import find_by_number
from marketplace.portal.dialogue import dialogue_of
from marketplace.portal.rows import demands_in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from marketplace.journal.models import Entry

_STEPS: Final = tuple(
    f"challenge_{state}" for state in Challenge.LISTED if state != ChallengeState.TERMINATED
)
"""What moves the rail of a challenge; who ends one withdraws its demand."""

_OUTCOMES: Final = ("agreement_signed", "result_confirmed")
"""What everybody reads of a challenge after its award."""

_GOING_ON: Final = (
    *("cooperation_contacted", "cooperation_begun", "cooperation_agreed"),
    *("cooperation_published", "cooperation_delivered", "cooperation_accepted"),
    *("cooperation_rated", "cooperation_ended"),
)


def may_follow(user: Any, number: str) -> bool:
    """Return whether a reader may open a demand's page, also one that says it was withdrawn."""
    found = _demands().filter(lifecycle__number=number.upper()).first()
    return found is not None and (_is_withdrawn(found) or bool(may_read(user, found)))


def part(request: HttpRequest, number: str) -> HttpResponse:
    """Draw what a demand's page, and a form for it, say of the demand as it is for a reader now."""
    found = find_by_number(demands_in_full(), number)
    if not may_read(request.user, found):
        return render(request, "portal/live/withdrawn.html", {"lifecycle": found.lifecycle})
    now = page_clock_of(request).now
    drawn = request.GET.get("drawn", "")
    context = {
        "demand": found,
        "phase": found.lifecycle.phase_at(now),
        "box": box_for(request.user, found, now=now),
        "applicants": public_count(found, at=now),
        "drawn": drawn,
        "addenda": addenda_of(found),
        "changes": changes_since(found, drawn),
        "dialogue": dialogue_of(request, found, now=now, form=None),
        "progress": public_progress(found, at=now),
        **challenge_on_page(found, now=now, reader=request.user),
    }
    return render(request, "portal/live/demand.html", context)


def numbers(entry: Entry) -> Iterable[str]:
    """Return the number of the demand that an entry is about."""
    return list(_demands().filter(pk=entry.subject_key).values_list("lifecycle__number", flat=True))


def numbers_spoken_of(entry: Entry) -> Iterable[str]:
    """Return the number of the demand that an addendum or an answer is about."""
    found: Iterable[str] = (
        _demands().filter(pk=entry.data["demand"]).values_list("lifecycle__number", flat=True)
    )
    return found


def numbers_reached(entry: Entry) -> Iterable[str]:
    """Return the number of the challenge of which a milestone was reached by every team.

    None where one team alone has passed it, or where the rules hide how far the work has come.
    """
    rows = Checkpoint.objects.filter(pk=entry.subject_key)
    found = rows.select_related("delivery__agreement__challenge").first()
    if found is None or found.delivery.challenge.hides_progress:
        return ()
    own = Checkpoint.objects.in_order().filter(delivery=found.delivery_id)
    place = [*own.values_list("pk", flat=True)].index(found.pk)
    is_reached = len(reached_by_all(found.delivery.challenge)) > place
    return numbers_spoken_of(entry) if is_reached else ()


def numbers_applied_for(entry: Entry) -> Iterable[str]:
    """Return the number of the demand that was applied for; none where the path keeps it unsaid."""
    found = _demands().filter(pk=entry.data["demand"]).first()
    if found is None or public_count(found, at=clock.now()) is None:
        return ()
    return (found.lifecycle.number,)


def numbers_going_on(entry: Entry) -> Iterable[str]:
    """Return the number of the demand whose co-operation went on; none where it stays unsaid."""
    rows = Cooperation.objects.select_related("demand__lifecycle")
    found = rows.filter(pk=entry.subject_key).first()
    if found is None or not _tells(found, entry):
        return ()
    return [found.demand.lifecycle.number] if found.demand.lifecycle.number else ()


def told_to_everybody(entry: Entry) -> Iterable[str]:
    """Return the ticker's key where it tells, or told, of the demand that an entry is about."""
    key = entry.data.get("demand", entry.subject_key)
    told = _demands().exclude(path__in=Demand.QUIET_PATHS).filter(pk=key)
    return (EVERYBODY,) if told.exists() else ()


def register() -> None:
    """Make the topics known; an answer changes nothing that the public may see."""
    register_topic(
        "demand",
        may_follow=may_follow,
        fragment=part,
        changed_by={
            "demand_published": numbers,
            "demand_closed": numbers,
            "demand_withdrawn": numbers,
            "addendum_published": numbers_spoken_of,
            "question_answered": numbers_spoken_of,
            **dict.fromkeys(_GOING_ON, numbers_going_on),
            "claim_submitted": numbers_applied_for,
            "claim_withdrawn": numbers_applied_for,
            **dict.fromkeys((*_STEPS, *_OUTCOMES), numbers_spoken_of),
            "checkpoint_passed": numbers_reached,
        },
    )
    register_topic(
        "ticker",
        may_follow=lambda _user, key: key == EVERYBODY,
        fragment=lambda request, _key: ticker.fragment(request),
        changed_by=dict.fromkeys(
            ("claim_submitted", "claim_withdrawn", "demand_withdrawn"), told_to_everybody
        ),
    )


def _tells(cooperation: Cooperation, entry: Entry) -> bool:
    """Return whether everybody reads of it: not of one side's rating, nor on quiet paths.

    Nor where the demand keeps its co-operations to itself: a page that is drawn anew would tell.
    """
    demand = cooperation.demand
    if cooperation.shown == Timeline.NOTHING:
        return False
    is_over = demand.lifecycle.phase_at(clock.now()) == "closed"
    is_step = entry.kind != "cooperation_rated" or cooperation.rated_at is not None
    return is_step and (is_over or not demand.is_quiet)


def _is_withdrawn(demand: Demand) -> bool:
    return bool(demand.lifecycle.state == DemandLifecycle.State.WITHDRAWN)


def _demands() -> Any:
    return Demand.objects.filter(lifecycle__number__isnull=False).select_related("lifecycle__owner")
