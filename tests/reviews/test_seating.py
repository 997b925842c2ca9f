from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from marketplace.challenges.actions import terminate_challenge
from marketplace.core.refusals import Refusal
from marketplace.experts import keeping
from marketplace.experts.actions import leave_pool, rest
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry, InsertOnlyError
from marketplace.journal.verification import MismatchError, verify
from marketplace.notifications.models import Notification
from marketplace.reviews.models import Declaration, Draw, Recusal, Seat
from marketplace.reviews.permissions import vacancies
from marketplace.reviews.seating import declare_free, recuse, step_back
from tests.challenges.factories import reason_for
from tests.experts.factories import expert, job, person
from tests.factories import DomainFactory, MembershipFactory, UserFactory
from tests.racing import at_once
from tests.reviews.factories import TRAFFIC, WATER, Court, record_of, who

pytestmark = pytest.mark.django_db


def water(court: Court) -> Seat:
    """Return a called seat that has alternates."""
    return next(seat for seat in court.called() if seat.field == WATER)


@pytest.mark.both
def test_a_panel_is_complete_once_every_member_has_declared():
    court = Court().drawn()
    for seat in court.called():
        assert court.panel.state == "drawn"
        declare_free(seat, by=who(seat))
    assert (court.panel.state, len(court.seats("sitting"))) == ("seated", 3)
    assert Declaration.objects.count() == 3
    assert Entry.objects.filter(kind="panel_seated").count() == 1


def test_a_declaration_names_the_parties_and_stands_for_ever():
    court = Court().seated()
    declaration = Declaration.objects.earliest("pk")
    assert declaration.parties == [court.challenge.demand.lifecycle.owner.name]
    with pytest.raises(InsertOnlyError):
        declaration.delete()


def test_who_has_a_tie_steps_back_and_the_next_alternate_of_the_field_is_called():
    court = Court().drawn()
    seat = water(court)
    first = next(one for one in court.seats("reserve") if one.field == WATER and one.order == 1)
    with pytest.raises(Refusal) as refusal:
        step_back(seat, by=who(seat), has_tie=True, words=" ")
    assert "words" in refusal.value.fields
    step_back(seat, by=who(seat), has_tie=True, words="曾任其顾问")
    recusal = Recusal.objects.get()
    assert (recusal.cause, recusal.words, recusal.replacement) == ("own", "曾任其顾问", first)
    assert recusal.by is None
    called = Seat.objects.get(pk=first.pk)
    assert (called.state, called.place) == ("called", seat.place)


def test_a_seated_panel_that_loses_a_member_waits_for_the_replacement():
    court = Court().seated()
    seat = next(one for one in court.seats("sitting") if one.field == WATER)
    recuse(seat, by=court.staff, words="收到举报，核实属实")
    assert court.panel.state == "drawn"
    court.seated()
    assert court.panel.state == "seated"


def test_an_alternate_whom_the_rules_find_by_now_is_passed_over():
    court = Court().drawn()
    seat = water(court)
    reserves = [one for one in court.seats("reserve") if one.field == WATER]
    owner = court.challenge.demand.lifecycle.owner
    MembershipFactory(user=who(reserves[0]), organisation=owner)
    step_back(seat, by=who(seat), has_tie=False)
    states = {one.pk: one.state for one in court.seats()}
    assert [states[one.pk] for one in reserves] == ["recused", "called"]
    passed = Recusal.objects.get(seat=reserves[0])
    assert (passed.cause, passed.hits[0]["rule"]) == ("rule", "member")


def test_an_alternate_who_rests_or_left_is_passed_over():
    court = Court().drawn()
    seat = water(court)
    reserves = [one for one in court.seats("reserve") if one.field == WATER]
    rest(reserves[0].expert, by=who(reserves[0]))
    leave_pool(reserves[1].expert, by=who(reserves[1]))
    step_back(seat, by=who(seat), has_tie=False)
    assert vacancies(court.panel) == {WATER: 1}
    assert Recusal.objects.get(seat=seat).replacement is None


def test_who_got_a_tie_since_the_draw_cannot_declare_and_is_replaced():
    court = Court().drawn()
    seat = water(court)
    owner = court.challenge.demand.lifecycle.owner
    keeping.add_employment(seat.expert, by=who(seat), details=job(owner))
    assert declare_free(seat, by=who(seat)).state == "recused"
    assert Recusal.objects.get(seat=seat).cause == "rule"
    assert not Declaration.objects.exists()
    assert len(court.called()) == 3


def test_vacant_places_are_filled_by_a_further_draw_of_exactly_those():
    court = Court(water=3, traffic=1).drawn()
    seat = next(one for one in court.called() if one.field == TRAFFIC)
    step_back(seat, by=who(seat), has_tie=False)
    newcomer = expert(domains=[DomainFactory(slug="traffic")])
    with pytest.raises(Refusal):
        court.promise()
    draw = court.promise(seats={TRAFFIC: 1}, alternates=0)
    court.hold(draw)
    added = Seat.objects.get(draw=draw)
    assert (added.expert, added.place, added.state) == (newcomer, seat.place, "called")
    assert not vacancies(court.panel)


def test_a_further_member_shares_no_employer_with_those_who_stay():
    court = Court(water=3, traffic=1).drawn()
    seat = next(one for one in court.called() if one.field == TRAFFIC)
    colleague = next(one for one in court.called() if one.field == WATER).expert
    step_back(seat, by=who(seat), has_tie=False)
    code = colleague.employments.get().credit_code
    same = job() | {"credit_code": code}
    expert(None, same, domains=[DomainFactory(slug="traffic")])
    draw = court.promise(seats={TRAFFIC: 1}, alternates=0)
    with pytest.raises(Refusal) as refusal:
        court.hold(draw)
    assert refusal.value.code == "unfillable"


def test_all_members_and_alternates_recused_is_a_clear_state():
    court = Court(water=3, traffic=2).drawn()
    while court.called():
        seat = court.called()[0]
        recuse(seat, by=court.staff, words="核实有利害关系")
    assert vacancies(court.panel) == {WATER: 2, TRAFFIC: 1}
    assert court.panel.state == "drawn"


def test_only_the_person_declares_and_nobody_has_themselves_stepped_down_by_staff_rights():
    court = Court().drawn()
    one, two = court.called()[:2]
    for act in (
        lambda: declare_free(one, by=who(two)),
        lambda: step_back(one, by=who(two), has_tie=False),
        lambda: declare_free(one, by=court.staff),
        lambda: recuse(one, by=who(one), words="我自己"),
        lambda: declare_free(court.seats("reserve")[0], by=who(court.seats("reserve")[0])),
        lambda: step_back(
            court.seats("reserve")[0], by=who(court.seats("reserve")[0]), has_tie=False
        ),
    ):
        with pytest.raises(Refusal):
            act()
    assert len(court.called()) == 3


def test_what_an_expert_does_for_themselves_names_no_account_in_the_journal():
    court = Court().drawn()
    first, second = court.called()[:2]
    declare_free(first, by=who(first))
    step_back(second, by=who(second), has_tie=False)
    kinds = ["seat_declared", "seat_recused"]
    actors = Entry.objects.filter(kind__in=kinds).values_list("actor_key", flat=True)
    assert set(actors) == {""}
    accounts = {str(who(one).pk) for one in (first, second)}
    assert not any(str(entry.data) in accounts for entry in Entry.objects.all())


def test_who_is_on_a_panel_leaves_the_pool_only_after_stepping_back():
    court = Court().drawn()
    seat = water(court)
    with pytest.raises(Refusal) as refusal:
        leave_pool(seat.expert, by=who(seat))
    assert refusal.value.code == "on_panel"
    account = who(seat)
    step_back(seat, by=account, has_tie=False)
    assert leave_pool(seat.expert, by=account).state == "left"
    assert str(Seat.objects.get(pk=seat.pk)) == seat.expert.code


def test_the_end_of_a_challenge_ends_its_panel_and_frees_its_experts():
    court = Court().seated()
    terminate_challenge(
        court.challenge, by=court.staff, reason=reason_for("terminated"), words="需求取消"
    )
    run_until_caught_up()
    assert court.panel.state == "ended"
    assert {seat.state for seat in court.seats()} == {"released"}
    with pytest.raises(Refusal):
        court.promise()


def test_experts_are_told_of_their_call_alternates_and_left_out_ones_of_nothing():
    court = Court(water=4, traffic=2)
    owner = court.challenge.demand.lifecycle.owner
    tied = expert(None, job(owner), domains=[DomainFactory(slug="water")])
    draw = court.promise()
    court.opened()
    court.hold(draw)
    run_until_caught_up()
    rows = Notification.objects.filter(kind="seat_called")
    assert {row.user for row in rows} == {who(seat) for seat in court.called()}
    assert not Notification.objects.filter(user=person(tied), kind__startswith="seat").exists()


def test_one_altered_row_of_a_draw_or_a_seat_is_named_by_the_journal():
    court = Court().seated()
    run_until_caught_up()
    verify()
    draw = Draw.objects.get()
    altered = record_of() | {"public_input": "0"}
    Draw.objects.filter(pk=draw.pk).update(record=altered)
    with pytest.raises(MismatchError, match=r"reviews\.draw"):
        verify()
    Draw.objects.filter(pk=draw.pk).update(record=draw.record)
    Seat.objects.filter(pk=court.seats("sitting")[0].pk).update(place=9)
    with pytest.raises(MismatchError, match=r"reviews\.seat"):
        verify()


def test_the_database_gives_a_place_to_one_person():
    court = Court().drawn()
    one, other = court.called()[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=one.pk).update(place=other.place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=one.pk).update(place=None)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_a_declaration_and_a_recusal_at_once_the_recusal_stands():
    court = Court().drawn()
    seat = water(court)
    account = who(seat)
    answers = at_once(
        lambda: declare_free(seat, by=account),
        lambda: recuse(seat, by=court.staff, words="核实有利害关系"),
    )
    assert answers in (["done", "done"], ["done", "wrong_state"])
    assert Seat.objects.get(pk=seat.pk).state == "recused"
    assert len(court.seats("called", "sitting")) == 3


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_members_of_a_field_who_step_back_at_once_get_two_alternates():
    court = Court().drawn()
    pair = [seat for seat in court.called() if seat.field == WATER]
    accounts = [who(seat) for seat in pair]
    answers = at_once(
        lambda: step_back(pair[0], by=accounts[0], has_tie=False),
        lambda: step_back(pair[1], by=accounts[1], has_tie=False),
    )
    assert answers == ["done", "done"]
    places = {seat.place for seat in court.seats("called", "sitting")}
    assert places == {1, 2, 3}
    assert Recusal.objects.values("replacement").distinct().count() == 2


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_member_who_declares_twice_at_once_declares_once():
    court = Court().drawn()
    seat = water(court)
    account = who(seat)
    answers = at_once(*[lambda: declare_free(seat, by=account)] * 3)
    assert answers.count("done") == 1
    assert Declaration.objects.count() == 1


def test_a_stranger_reads_no_panel():
    court = Court().drawn()
    assert not Seat.objects.of(UserFactory())
    reserve = court.seats("reserve")[0]
    assert not Seat.objects.of(who(reserve))
    assert list(Seat.objects.of(who(court.called()[0]))) == [court.called()[0]]
