"""Two signatures, a signature and a recusal, two rankings at the same moment."""

from __future__ import annotations

import pytest

from marketplace.journal.models import Entry
from marketplace.reviews.consensus import freeze_ranking
from marketplace.reviews.models import Ranking, SeatState, Sheet
from marketplace.reviews.scoring import file_sheet
from marketplace.reviews.seating import recuse
from tests.experts.factories import keeper
from tests.racing import at_once
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_a_sheet_signed_many_times_at_once_is_one_version():
    judging = Judging()
    seat = judging.members()[0]
    judging.mark(seat, (90, 80), (70, 60))
    calls = [lambda: file_sheet(seat, by=who(seat))] * 5
    assert at_once(*calls) == ["done", *["unchanged"] * 4]
    assert Entry.objects.filter(kind="sheet_signed").count() == Sheet.objects.count() == 1


def test_a_signature_and_a_recusal_at_once_leave_a_recused_member_without_a_counting_sheet():
    judging = Judging()
    seat = judging.members()[1]
    judging.mark(seat, (90, 80), (70, 60))
    staff = keeper()
    answers = at_once(
        lambda: file_sheet(seat, by=who(seat)),
        lambda: recuse(seat, by=staff, words="核实有利害关系"),
    )
    assert answers in (["done", "done"], ["done", "undeclared"])
    seat.refresh_from_db()
    assert seat.state == SeatState.RECUSED
    assert not Sheet.objects.visible_to(who(seat)).exists()
    assert seat.pk not in {one.pk for one in judging.members()}


def test_a_ranking_is_frozen_once():
    judging = Judging().signed().noted()
    panel, chair = judging.panel, who(judging.members()[0])
    calls = [lambda: freeze_ranking(panel, by=chair)] * 4
    assert at_once(*calls) == ["done", *["wrong_state"] * 3]
    assert Ranking.objects.count() == 1


def test_a_signature_at_the_moment_of_the_ranking_is_in_it_or_refused():
    judging = Judging().signed().noted()
    seat = judging.members()[1]
    judging.mark(seat, (10, 60), (100, 100))
    panel, chair = judging.panel, who(judging.members()[0])
    answers = at_once(
        lambda: file_sheet(seat, by=who(seat)), lambda: freeze_ranking(panel, by=chair)
    )
    assert answers in (["done", "done"], ["done", "wrong_state"])
    versions = {one["version"] for one in Ranking.objects.get().record["sheets"]}
    assert versions == ({1, 2} if answers == ["done", "done"] else {1})
