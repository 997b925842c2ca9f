"""The command board (指挥台): an owner's challenges by step, with what each waits for next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.challenges.dues import Due, Hand, dues_of, late_or_not
from marketplace.challenges.models import Challenge
from marketplace.challenges.rail import STEP_OF_STATE, STEPS, RailStep, rail_of
from marketplace.core.paging import page_of
from marketplace.listings.permissions import is_portal_staff
from marketplace.notifications.topics import followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

_SOON: Final = timedelta(days=7)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DueStep:
    """What a challenge waits for, with the challenge."""

    challenge: Challenge
    due: Due


@dataclass(frozen=True, slots=True)
class Row:
    """A challenge on the board: its rail, and what it waits for with whether that is late."""

    challenge: Challenge
    step: int
    rail: list[RailStep]
    dues: list[tuple[Due, bool]] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Return whether somebody is late."""
        return any(late for _due, late in self.dues)

    @property
    def first(self) -> datetime:
        """Return when the next dated thing is due; the end of time where none is."""
        return min((due.by for due, _late in self.dues if due.by), default=_NEVER)


@dataclass(frozen=True, slots=True)
class Pill:
    """A step of the chain with how many challenges stand there."""

    number: int
    label: str | _StrPromise
    count: int


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the challenges that a person runs: late ones first, then by what is due."""
    if not has_board(request.user):
        raise Http404
    live = followed("board", str(request.user.pk), asked=request.GET.urlencode())
    mine = Challenge.objects.run_by(request.user)
    now = page_clock_of(request).now
    rows = board_rows(mine.going_on().for_rows(), at=now)
    asked = request.GET.get("step", "")
    chosen = int(asked) if asked.isdecimal() and int(asked) <= len(STEPS) else 0
    steps = Counter(row.step for row in rows)
    shown = [row for row in rows if not chosen or row.step == chosen]
    context: dict[str, Any] = {
        "live": live,
        "page": page_of(request, shown),
        "total": len(rows),
        "late": sum(row.is_late for row in rows),
        "soon": sum(now < row.first <= now + _SOON for row in rows),
        "chosen": chosen,
        "pills": [Pill(n, label, steps[n]) for n, label in enumerate(STEPS, start=1)],
        "ended": page_of(request, _ended(mine), name="ended"),
        "sees_all": is_portal_staff(request.user),
        "now": now,
    }
    return render(request, "portal/board.html", context)


def has_board(user: Any) -> bool:
    """Return whether a person runs a challenge, or works for the portal."""
    return is_portal_staff(user) or Challenge.objects.run_by(user).exists()


def board_rows(challenges: Iterable[Challenge], *, at: datetime) -> list[Row]:
    """Return challenges with what they wait for: late ones first, then the first due."""
    asked = list(challenges)
    dues = dues_of(asked, at=at)
    rows = [
        Row(
            one,
            STEP_OF_STATE.get(one.state, len(STEPS)),
            rail_of(one, now=at),
            late_or_not(dues[one.pk], at=at),
        )
        for one in asked
    ]
    return sorted(rows, key=lambda row: (not row.is_late, row.first, row.challenge.pk))


def officers_steps(person: Any, *, at: datetime) -> Iterator[DueStep]:
    """Yield what the listed challenges of a person's units wait for at their officers' hands."""
    listed = Challenge.objects.handled_by(person).filter(state__in=Challenge.LISTED)
    asked = {one.pk: one for one in listed.going_on().for_rows()}
    for key, dues in dues_of(asked.values(), at=at).items():
        yield from (DueStep(asked[key], due) for due in dues if due.hand == Hand.OFFICER)


def _ended(mine: Any) -> Any:
    return mine.filter(state__in=Challenge.EXITS).for_rows().order_by("-ended_at", "-pk")
