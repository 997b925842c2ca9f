"""Panels as staff bring them about: a challenge, a pool, a draw, declarations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.challenges.actions import open_challenge
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.reviews.holding import hold_draw
from marketplace.reviews.models import Draw, Panel, Seat, SeatState
from marketplace.reviews.promising import promise_draw
from marketplace.reviews.seating import declare_free
from tests.challenges.factories import ChallengeOffice, end_bidding, fresh
from tests.experts.factories import expert, keeper, person
from tests.factories import DomainFactory

WATER, TRAFFIC = "domain:water", "domain:traffic"
VALUE = "3412.87"


class Court:
    """A challenge whose panel of three is drawn from a pool; every read of it is fresh."""

    def __init__(self, *, water: int = 5, traffic: int = 3, **rules: Any) -> None:
        """List a challenge and fill the pool."""
        self.office = ChallengeOffice()
        self.staff: User = keeper()
        self.other: User = keeper()
        with transaction.atomic():  # as the journal's runner follows entries
            self.key = self.office.as_listed(rules={"panel_size": 3, **rules}).pk
        for slug, number in (("water", water), ("traffic", traffic)):
            for _one in range(number):
                expert(domains=[DomainFactory(slug=slug)])

    @property
    def challenge(self) -> Challenge:
        """Return the challenge as it is now."""
        return fresh(Challenge.objects.get(pk=self.key))

    @property
    def panel(self) -> Panel:
        """Return the panel as it is now."""
        found: Panel = Panel.objects.for_rows().get(challenge=self.key)
        return found

    def promise(self, **others: Any) -> Draw:
        """Announce a draw of two seats for water and one for traffic."""
        said: dict[str, Any] = {
            "seats": {WATER: 2, TRAFFIC: 1},
            "alternates": 2,
            "source": "上证指数 2026-12-01 收盘点位",
            "by": self.staff,
        }
        return promise_draw(self.challenge, **(said | others))

    def opened(self) -> Court:
        """Let the close come and the bids be opened."""
        with transaction.atomic():
            end_bidding(self.challenge)
        open_challenge(self.challenge, by=None)
        return self

    def hold(self, draw: Draw) -> Draw:
        """Hold a draw by another person of the staff."""
        return hold_draw(draw, public_input=VALUE, by=self.other)

    def drawn(self) -> Court:
        """Bring the panel to declarations under way."""
        with clock.set_back(timedelta(minutes=5)):
            draw = self.promise()
        self.opened()
        self.hold(draw)
        return self

    def seats(self, *states: str) -> list[Seat]:
        """Return the seats in some states, in their order."""
        rows = Seat.objects.for_rows().filter(panel__challenge=self.key)
        return list(rows.filter(state__in=states) if states else rows)

    def called(self) -> list[Seat]:
        """Return the seats whose declaration is due."""
        return self.seats(SeatState.CALLED)

    def seated(self) -> Court:
        """Let every member declare."""
        if not Panel.objects.filter(challenge=self.key).exists():
            self.drawn()
        for seat in self.called():
            declare_free(seat, by=person(seat.expert))
        return self


def who(seat: Seat) -> User:
    """Return the account of a seat's expert."""
    return person(seat.expert)


def record_of(draw: Draw | None = None) -> dict[str, Any]:
    """Return the record of a held draw, of the only one where none is named."""
    row = Draw.objects.get() if draw is None else Draw.objects.get(pk=draw.pk)
    assert row.record is not None
    found: dict[str, Any] = row.record
    return found
