"""Holding a draw: who is in the drum, the draw itself, and the seats that follow from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.core.workdays import SHANGHAI
from marketplace.experts.draw_record import plain, record_of
from marketplace.experts.drawing import Candidate, UnfillableError
from marketplace.experts.known import present_employers
from marketplace.experts.models import Expert
from marketplace.experts.recusal import hits
from marketplace.reviews.actions import locked_panel, note, note_seat, require
from marketplace.reviews.models import Draw, Panel, Seat, SeatState
from marketplace.reviews.models.seat import TAKEN
from marketplace.reviews.parties import known_of, parties_of
from marketplace.reviews.permissions import may_draw
from marketplace.reviews.promising import field_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from marketplace.accounts.models import User

INPUT_LENGTH: Final = 200


@transaction.atomic
def hold_draw(draw: Draw, *, public_input: str, by: User) -> Draw:
    """Draw with the public value that has become known, and call the members.

    Refusal where the pool cannot fill the panel, with the fields and numbers that are lacking;
    nothing is changed then, and the announced draw can be held later.
    """
    panel = locked_panel(draw.panel)
    current = panel.draws.select_related("panel").get(pk=draw.pk)
    current.panel = panel
    require(may_draw(by, current))
    value = _public(public_input)
    promise = current.kept_promise()
    if promise is None:
        raise Refusal(
            _("What was announced and what is stored differ: this draw cannot be held."),
            code="broken_promise",
        )
    now = clock.now()
    excluded: list[dict[str, Any]] = []
    pool = list(_drum(current, day=now.astimezone(SHANGHAI).date(), excluded=excluded))
    try:
        current.record = record_of(promise, pool, public_input=value)
    except UnfillableError as error:
        raise unfillable(error) from error
    current.excluded = sorted(excluded, key=lambda one: str(one["code"]))
    current.settle("draw", by=by, at=now)
    current.save(update_fields=["state", "settled_at", "settled_by", "record", "excluded"])
    note("draw_held", current, panel=panel, by=by)
    _seat_all(current, by=by, at=now)
    _move(panel, by=by)
    return current


def load_of(expert: Expert) -> int:
    """Return on how many panels that go on somebody is."""
    return Seat.objects.open_of(expert.pk).count()


def unfillable(error: UnfillableError) -> Refusal:
    """Return the Refusal that names the fields and how many each lacks."""
    names = field_names()
    lacking = _(", ").join(
        _("%(field)s lacks %(number)d") % {"field": names.get(name, name), "number": number}
        for name, number in error.lacking.items()
    )
    return Refusal(
        _("The pool cannot fill the panel: %(lacking)s. Nothing was changed.")
        % {"lacking": lacking},
        code="unfillable",
    )


def _drum(draw: Draw, *, day: date, excluded: list[dict[str, Any]]) -> Iterator[Candidate]:
    """Yield who may be drawn, under a lock of their rows, and note who the rules leave out."""
    fields = {one["field"] for one in draw.rules["strata"]}
    parties = parties_of(draw.panel.challenge)
    # Locked first: what other draws have just taken is read after it.
    pool = _pool(draw.panel, day)
    taken, loads = _employers_of(draw.panel, day), _loads()
    for expert in pool:
        wanted = fields.intersection(expert.field_keys)
        if not wanted or loads.get(expert.pk, 0) >= expert.load_limit:
            continue
        employers = present_employers(expert, day)
        found = hits(known_of(expert), parties, on=day)
        if found:
            excluded.append({"code": expert.code, "hits": [asdict(hit) for hit in found]})
        elif not taken.intersection(employers):
            load = loads.get(expert.pk, 0)
            yield Candidate(expert.code, tuple(sorted(wanted)), employers, load)


def _pool(panel: Panel, day: date) -> list[Expert]:
    """Return who may be drawn and was not drawn for this panel before, locked by key."""
    rows = Expert.objects.drawable(day).exclude(seats__panel=panel).order_by("pk")
    keys = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    fresh = Expert.objects.drawable(day).filter(pk__in=keys).for_rows().order_by("pk")
    return list(fresh)


def _loads() -> dict[int, int]:
    """Return on how many panels that go on each expert is, who is on any."""
    held = Seat.objects.taken().exclude(panel__state=Panel.State.ENDED)
    counted = held.order_by().values("expert").annotate(number=Count("pk"))
    return {row["expert"]: row["number"] for row in counted}


def _employers_of(panel: Panel, day: date) -> set[str]:
    """Return the employers of members and alternates, whom no further member may share."""
    there = Q(seats__panel=panel, seats__state__in=[*TAKEN, SeatState.RESERVE])
    experts = Expert.objects.filter(there).prefetch_related("employments")
    return {code for expert in experts for code in present_employers(expert, day)}


def _seat_all(draw: Draw, *, by: User, at: datetime) -> None:
    """Call the drawn members to the free places, and put the alternates behind them."""
    drawn = draw.record["panel"] if draw.record else {}
    experts = {one.code: one for one in Expert.objects.filter(code__in=_codes(drawn))}
    places = iter(_free_places(draw.panel))
    workdays = draw.panel.challenge.programme.declaration_workdays
    for kind, state in (("members", SeatState.CALLED), ("alternates", SeatState.RESERVE)):
        for name, codes in drawn[kind]:
            for order, code in enumerate(codes, start=1):
                seat = Seat(panel=draw.panel, draw=draw, expert=experts[code], field=name)
                seat.order, seat.state = order, state
                if state == SeatState.CALLED:
                    seat.call_to(next(places), at=at, workdays=workdays)
                seat.save()
                note_seat(f"seat_{'called' if seat.place else 'reserved'}", seat, by=by)


def _codes(drawn: dict[str, Any]) -> list[str]:
    return [code for rows in drawn.values() for _name, codes in rows for code in codes]


def _free_places(panel: Panel) -> list[int]:
    held = set(panel.seats.taken().values_list("place", flat=True))
    return [place for place in range(1, panel.challenge.panel_size + 1) if place not in held]


def _move(panel: Panel, *, by: User) -> None:
    if panel.state == Panel.State.PROMISED:
        panel.move("draw")
        panel.save(update_fields=["state"])
        note("panel_drawn", panel, panel=panel, by=by)


def _public(text: str) -> str:
    value = text.strip()
    if not plain(value) or "\0" in value or len(value) > INPUT_LENGTH:
        raise mistakes({"public_input": [_("Type the public value, in at most 200 characters.")]})
    return value
