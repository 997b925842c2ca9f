from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from marketplace.core.refusals import Refusal
from marketplace.experts import keeping
from marketplace.experts.actions import rest
from marketplace.experts.draw_record import replayed
from marketplace.experts.models import Expert
from marketplace.journal.models import Entry
from marketplace.reviews.holding import hold_draw
from marketplace.reviews.models import Draw, Panel, Seat, SeatState
from marketplace.reviews.permissions import was_in_time
from marketplace.reviews.promising import drop_draw
from tests.experts.factories import expert, job, keeper, person
from tests.factories import DomainFactory, UserFactory
from tests.racing import at_once
from tests.reviews.factories import TRAFFIC, VALUE, WATER, Court, record_of

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_an_announced_draw_fills_the_panel_and_can_be_run_again():
    court = Court().drawn()
    draw = Draw.objects.get()
    assert was_in_time(draw)
    assert [seat.place for seat in court.called()] == [1, 2, 3]
    assert sorted(seat.field for seat in court.called()) == [TRAFFIC, WATER, WATER]
    assert len(court.seats(SeatState.RESERVE)) == 4
    assert record_of()["commitment"] == draw.commitment
    assert record_of()["subject"] == draw.subject
    assert replayed(record_of()).is_same
    assert court.panel.state == "drawn"
    kinds = Entry.objects.filter(kind__startswith="seat_").values_list("kind", flat=True)
    assert sorted(kinds) == ["seat_called"] * 3 + ["seat_reserved"] * 4


def test_the_secret_is_in_no_row_before_the_draw_and_follows_from_the_portal_s_key():
    draw = Court().promise()
    stored = Draw.objects.values().get()
    promise = draw.kept_promise()
    assert promise is not None
    assert promise.secret not in str(stored)
    with override_settings(SECRET_KEY="another"):
        assert Draw.objects.get().kept_promise() is None


def test_a_changed_key_of_the_portal_still_keeps_the_promise_as_a_fallback(settings):
    draw = Court().promise()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer key of the portal"
    assert draw.kept_promise() is not None


@pytest.mark.parametrize(
    "change", [{"source": "另一来源"}, {"rules": {"strata": [], "alternates": 0}}]
)
def test_a_promise_that_was_changed_in_the_rows_is_not_held(change):
    court = Court()
    draw = court.promise()
    court.opened()
    Draw.objects.filter(pk=draw.pk).update(**change)
    with pytest.raises(Refusal) as refusal:
        court.hold(draw)
    assert refusal.value.code == "broken_promise"
    assert not Seat.objects.exists()


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"seats": {WATER: 2}}, "seats"),
        ({"seats": {WATER: 2, "domain:none": 1}}, "seats"),
        ({"seats": {WATER: 4, TRAFFIC: -1}}, "seats"),
        ({"alternates": 6}, "alternates"),
        ({"source": " "}, "source"),
        ({"source": "一" * 201}, "source"),
        ({"source": "a\0b"}, "source"),
    ],
)
def test_a_promise_that_does_not_fit_is_refused_beside_its_field(others, field):
    court = Court(water=0, traffic=0)
    DomainFactory(slug="water")
    DomainFactory(slug="traffic")
    with pytest.raises(Refusal) as refusal:
        court.promise(**others)
    assert list(refusal.value.fields) == [field]
    assert not Panel.objects.exists()


def test_the_draw_waits_for_the_opening_and_for_another_person():
    court = Court()
    draw = court.promise()
    with pytest.raises(Refusal) as refusal:
        court.hold(draw)
    assert refusal.value.code == "not_opened"
    court.opened()
    for by, code in ((court.staff, "same_person"), (UserFactory(), "not_staff")):
        with pytest.raises(Refusal) as refusal:
            hold_draw(draw, public_input=VALUE, by=by)
        assert (refusal.value.code, refusal.value.status) == (code, 403)
    for value in ("", " \u3000", "a\0", "一" * 201):
        with pytest.raises(Refusal) as refusal:
            hold_draw(draw, public_input=value, by=court.other)
        assert "public_input" in refusal.value.fields
    assert not Seat.objects.exists()


def test_a_pool_that_is_too_small_says_what_is_lacking_and_changes_nothing():
    court = Court(water=1, traffic=0)
    DomainFactory(slug="traffic", name="智慧交通")
    draw = court.promise()
    court.opened()
    entries = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        court.hold(draw)
    assert refusal.value.code == "unfillable"
    assert "1" in str(refusal.value.message)
    assert (Draw.objects.get().state, court.panel.state) == ("promised", "promised")
    assert (Seat.objects.count(), Entry.objects.count()) == (0, entries)
    for slug in ("water", "traffic"):
        expert(domains=[DomainFactory(slug=slug)])
    assert court.hold(draw).state == "drawn"


def test_who_works_for_the_owner_is_left_out_with_the_rule_and_both_facts():
    court = Court(water=3, traffic=2)
    owner = court.challenge.demand.lifecycle.owner
    tied = expert(None, job(owner), domains=[DomainFactory(slug="water")])
    draw = court.promise()
    court.opened()
    court.hold(draw)
    (left_out,) = Draw.objects.get().excluded
    assert left_out["code"] == tied.code
    assert [(hit["rule"], hit["party"]) for hit in left_out["hits"]] == [("employer", owner.name)]
    assert not Seat.objects.filter(expert=tied).exists()


def test_who_rests_or_is_at_the_limit_or_not_available_is_not_in_the_drum():
    court = Court(water=2, traffic=1)
    water = [DomainFactory(slug="water")]
    rest(tired := expert(domains=water), by=person(tired))
    expert(domains=water, available_until=date(2020, 1, 1))
    draw = court.promise()
    court.opened()
    court.hold(draw)
    assert {row["key"] for row in record_of()["pool"]} == {
        one.code for one in Expert.objects.exclude(pk=tired.pk).filter(available_until=None)
    }


def test_load_counts_panels_that_go_on_and_the_limit_keeps_out():
    first = Court(water=2, traffic=1).drawn()
    Expert.objects.update(load_limit=1)
    second = Court(water=2, traffic=1)
    draw = second.promise()
    second.opened()
    second.hold(draw)
    held = set(first.panel.seats.values_list("expert__code", flat=True))
    assert not held & {row["key"] for row in record_of(draw)["pool"]}
    Expert.objects.update(load_limit=2)
    third = Court(water=0, traffic=0)
    draw = third.promise()
    third.opened()
    third.hold(draw)
    loads = {row["load"] for row in record_of(draw)["pool"]}
    assert loads == {1}


def test_a_draw_is_dropped_with_a_reason_and_another_announced():
    court = Court()
    draw = court.promise()
    with pytest.raises(Refusal) as refusal:
        court.promise()
    assert refusal.value.code == "promised"
    with pytest.raises(Refusal) as refusal:
        drop_draw(draw, reason=" ", by=court.staff)
    assert "reason" in refusal.value.fields
    drop_draw(draw, reason="领域写错", by=court.staff)
    again = court.promise()
    assert (again.number, again.subject.rpartition("/")[2]) == (2, "2")
    with pytest.raises(Refusal):
        drop_draw(draw, reason="再次", by=court.staff)


def test_a_draw_that_was_held_is_neither_held_again_nor_dropped():
    court = Court().drawn()
    draw = Draw.objects.get()
    for act in (
        lambda: court.hold(draw),
        lambda: drop_draw(draw, reason="不满意", by=court.staff),
        court.promise,
    ):
        with pytest.raises(Refusal):
            act()
    assert Draw.objects.count() == 1


def test_a_draw_that_was_announced_after_the_close_says_so():
    court = Court().opened()
    assert not was_in_time(court.promise())


def test_only_staff_who_keep_the_pool_announce():
    court = Court()
    for by in (UserFactory(), UserFactory(is_staff=True), court.office.editor):
        with pytest.raises(Refusal) as refusal:
            court.promise(by=by)
        assert refusal.value.status == 403


def test_the_database_keeps_one_open_promise_and_a_record_with_each_held_draw():
    court = Court()
    draw = court.promise()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(state="drawn")
    row = Draw.objects.get(pk=draw.pk)
    row.pk, row.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_at_once_one_draws():
    court = Court()
    draw, third = court.promise(), keeper()
    court.opened()
    answers = at_once(
        lambda: hold_draw(draw, public_input=VALUE, by=court.other),
        lambda: hold_draw(draw, public_input="1.00", by=third),
    )
    assert answers == ["done", "wrong_state"]
    assert len(court.called()) == 3


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_who_announce_at_once_one_announces():
    court = Court()
    assert at_once(court.promise, court.promise) == ["done", "promised"]
    assert Draw.objects.count() == 1


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_challenges_that_draw_at_once_put_nobody_beyond_the_limit():
    courts = [Court(water=2, traffic=1), Court(water=2, traffic=1)]
    Expert.objects.update(load_limit=1)
    draws = [court.promise(alternates=0) for court in courts]
    for court in courts:
        court.opened()
    answers = at_once(
        *[
            lambda court=court, draw=draw: court.hold(draw)
            for court, draw in zip(courts, draws, strict=True)
        ]
    )
    assert answers == ["done", "done"]
    assert Seat.objects.values("expert").distinct().count() == 6


def test_employers_end_with_their_last_day():
    court = Court(water=2, traffic=1)
    former = job(ends=keeping.today() - timedelta(days=1))
    one = expert(None, job(), former, domains=[DomainFactory(slug="water")])
    draw = court.promise()
    court.opened()
    court.hold(draw)
    (row,) = [row for row in record_of()["pool"] if row["key"] == one.code]
    assert row["employers"] == [one.employments.get(ends=None).credit_code]
