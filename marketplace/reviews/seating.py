"""Declaring, stepping back and being replaced: each change of a seat is one function."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.challenges.models import ChallengeState
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.experts.keeping import today
from marketplace.experts.models import Expert
from marketplace.experts.recusal import Hit, hits
from marketplace.reviews.actions import locked_panel, note, note_seat, require, said
from marketplace.reviews.holding import load_of
from marketplace.reviews.models import Cause, Declaration, Panel, Recusal, Seat, SeatState
from marketplace.reviews.parties import known_of, parties_of
from marketplace.reviews.permissions import (
    may_declare,
    may_recuse,
    may_step_back,
    vacancies,
)
from marketplace.reviews.rounds import open_round
from marketplace.reviews.transitions import SEAT

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge


@transaction.atomic
def declare_free(seat: Seat, *, by: User) -> Seat:
    """Declare that one has no tie to any party, and take the place.

    The rules are asked once more: where they find a tie by now, the seat is recused instead, and
    the next alternate is called.
    """
    current = _locked(seat)
    require(may_declare(by, current))
    found = _hits(current)
    if found:
        return _vacate(current, Cause.RULE, by=None, found=found)
    Declaration.objects.create(
        seat=current,
        words=declared_words(),
        parties=party_names(current.panel.challenge),
        at=clock.now(),
    )
    current.move("declare")
    current.save(update_fields=["state"])
    note_seat("seat_declared", current, by=by)
    _seat_if_complete(current.panel)
    return current


@transaction.atomic
def step_back(seat: Seat, *, by: User, has_tie: bool, words: str = "") -> Seat:
    """Step back from a place: for a tie, which is said, or since one cannot take part."""
    current = _locked(seat)
    require(may_step_back(by, current))
    text = said(words, model=Recusal, field="words", needed=has_tie)
    return _vacate(current, Cause.OWN if has_tie else Cause.UNABLE, by=by, words=text)


@transaction.atomic
def recuse(seat: Seat, *, by: User, words: str) -> Seat:
    """Have somebody step back for a reason that staff write down."""
    current = _locked(seat)
    require(may_recuse(by, current))
    text = said(words, model=Recusal, field="words")
    return _vacate(current, Cause.STAFF, by=by, words=text)


@transaction.atomic
def prompt_to_declare(seat: Seat) -> str:
    """Remind an expert on the day on which the declaration is due, or pass the place on after it.

    Return the kind of entry, or nothing where it is not time, or was done already.
    """
    current = _locked(seat)
    now = clock.now()
    if not is_to_be_prompted(current, at=now):
        return ""
    if current.declare_by is not None and now >= current.declare_by:
        _vacate(current, Cause.LATE, by=None)
        note_seat("declaration_missed", current, by=None)
        return "declaration_missed"
    current.reminded_at = now
    current.save(update_fields=["reminded_at"])
    note_seat("declaration_due_today", current, by=None)
    return "declaration_due_today"


def is_to_be_prompted(seat: Seat, *, at: datetime) -> bool:
    """Return whether a declaration is late, or due today and nobody was reminded of it."""
    if not SEAT.allows("declare", seat.state) or seat.declare_by is None:
        return False
    if seat.panel.challenge.state != ChallengeState.OPENED:
        return False
    is_today = morning_of(seat.declare_by) <= at
    return at >= seat.declare_by or (is_today and seat.reminded_at is None)


def declared_words() -> str:
    """Return what an expert declares, in the language in which it is read."""
    return _(
        "I have no employment, kinship, interest, paid work or dispute with any of the parties "
        "named here, now or in the past five years, and I keep secret what I read."
    )


def party_names(challenge: Challenge) -> list[str]:
    """Return the names of all parties by themselves, so that the list tells no roles."""
    return sorted({party.body.name for party in parties_of(challenge)})


def _locked(seat: Seat) -> Seat:
    panel = locked_panel(seat.panel)
    found: Seat = Seat.objects.for_rows().get(pk=seat.pk)
    found.panel = panel
    return found


def _vacate(
    seat: Seat, cause: Cause, *, by: User | None, words: str = "", found: tuple[Hit, ...] = ()
) -> Seat:
    """Let a place become vacant, call the next alternate, and record both."""
    panel, place = seat.panel, seat.place
    seat.move("recuse")
    seat.save(update_fields=["state"])
    following = None if place is None else _call_next(panel, field=seat.field, place=place)
    _write_recusal(seat, cause, by=by, words=words, found=found, following=following)
    if place is not None and panel.state == Panel.State.SEATED:
        panel.move("vacate")
        panel.save(update_fields=["state"])
        note("panel_vacated", panel, panel=panel, by=None)
    return seat


def _write_recusal(
    seat: Seat,
    cause: Cause,
    *,
    by: User | None,
    words: str = "",
    found: tuple[Hit, ...] = (),
    following: Seat | None = None,
) -> None:
    own = cause in (Cause.OWN, Cause.UNABLE)
    Recusal.objects.create(
        seat=seat,
        cause=cause,
        hits=[asdict(hit) for hit in found],
        words=words,
        replacement=following,
        at=clock.now(),
        by=None if own else by,
    )
    note_seat("seat_recused", seat, by=by)


def _call_next(panel: Panel, *, field: str, place: int) -> Seat | None:
    """Call the first alternate of a field who may take a place, None where there is nobody.

    Alternates whom the rules find by now, or who cannot take part, are recused one by one.
    """
    waiting = panel.seats.filter(state=SeatState.RESERVE, field=field)
    keys = list(waiting.values_list("expert", flat=True))
    list(Expert.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
    seat: Seat
    for seat in waiting.for_rows().order_by("draw__number", "order"):
        seat.panel = panel
        found = _hits(seat)
        if not found and _can_come(seat.expert):
            seat.move("call")
            workdays = panel.challenge.programme.declaration_workdays
            seat.call_to(place, at=clock.now(), workdays=workdays)
            seat.save(update_fields=["state", "place", "called_at", "declare_by"])
            note_seat("seat_called", seat, by=None)
            return seat
        seat.move("recuse")
        seat.save(update_fields=["state"])
        _write_recusal(seat, Cause.RULE if found else Cause.UNABLE, by=None, found=found)
    return None


def has_tie(seat: Seat) -> bool:
    """Return whether the rules find a tie of an expert to a party today."""
    return bool(_hits(seat))


def _hits(seat: Seat) -> tuple[Hit, ...]:
    return hits(known_of(seat.expert), parties_of(seat.panel.challenge), on=today())


def _can_come(expert: Expert) -> bool:
    day = today()
    there = Expert.objects.drawable(day).filter(pk=expert.pk).exists()
    limit: int = expert.load_limit
    return there and load_of(expert) < limit


def _seat_if_complete(panel: Panel) -> None:
    called = panel.seats.filter(state=SeatState.CALLED).exists()
    if not called and not vacancies(panel) and panel.state == Panel.State.DRAWN:
        panel.move("seat")
        panel.seated_at = clock.now()
        panel.save(update_fields=["state", "seated_at"])
        note("panel_seated", panel, panel=panel, by=None)
        open_round(panel)
