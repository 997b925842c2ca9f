"""Nothing is sent to an address before its person proved that it is theirs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.models import ClockOffset
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.notifications.choosing import addresses
from marketplace.notifications.codes import LIFE, digest_of
from marketplace.notifications.console import kept
from marketplace.notifications.models import Address, Bounce, Delivery, Proof
from marketplace.notifications.proving import (
    A_DAY,
    PAUSE,
    ask_for_code,
    bind_follower,
    forget_follower,
    make_binding_code,
    prove_number,
    remove_address,
)
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.factories import UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SMS, WECHAT = Channel.SMS, Channel.WECHAT
MOBILE, OTHER = "13800000001", "13900000002"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def later(by: timedelta) -> None:
    """Let so much time pass beyond what has passed already."""
    row = ClockOffset.objects.first()
    clock.shift((row.offset if row else timedelta()) + by)


def code_sent() -> str:
    """Send what is due and return the code of the newest message."""
    send_due(SMS)
    return re.findall(r"\d{6}", kept(SMS)[0].text)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_code_that_came_to_the_number_proves_it(lin):
    ask_for_code(" +86 138-0000 0001", by=lin)
    assert addresses([lin.pk], SMS) == {}
    code = code_sent()
    assert kept(SMS)[0].address == MOBILE
    prove_number(f" {code[:3]} {code[3:]}", by=lin)
    assert addresses([lin.pk], SMS) == {lin.pk: MOBILE}
    assert refusal_of(lambda: prove_number(code, by=lin)) == "wrong_code", "a code counts once"


def test_the_code_stands_nowhere_in_the_database(lin):
    ask_for_code(MOBILE, by=lin)
    assert Proof.objects.get().digest == ""
    code = code_sent()
    digest = Proof.objects.get().digest
    assert digest == digest_of(code, purpose=str(Proof.objects.get().pk))
    held = [*Proof.objects.values(), *Delivery.objects.values(), *Entry.objects.values("data")]
    assert all(code not in str(list(row.values())) for row in held)
    assert MOBILE not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    "number", ["", "1380000000", "138000000011", "23800000001", "02785556666", "x" * 50, "1２"]
)
def test_what_is_no_mobile_number_gets_no_code(lin, number):
    assert refusal_of(lambda: ask_for_code(number, by=lin)) == "mistakes"
    assert not Proof.objects.exists()
    assert not Delivery.objects.exists()


def test_a_number_may_be_written_in_full_width(lin):
    ask_for_code("１３８　００００　０００１", by=lin)
    assert Proof.objects.get().address == MOBILE


def test_after_a_few_wrong_tries_the_right_code_counts_no_longer(lin):
    ask_for_code(MOBILE, by=lin)
    code = code_sent()
    for _ in range(5):
        assert refusal_of(lambda: prove_number(wrong(code), by=lin)) == "wrong_code"
    assert refusal_of(lambda: prove_number(code, by=lin)) == "wrong_code"
    assert not Address.objects.exists()


def test_a_code_ends_after_ten_minutes(lin):
    ask_for_code(MOBILE, by=lin)
    code = code_sent()
    later(LIFE)
    assert refusal_of(lambda: prove_number(code, by=lin)) == "wrong_code"
    assert not Address.objects.exists()


def test_a_code_that_could_not_be_sent_in_time_is_not_sent(lin):
    ask_for_code(MOBILE, by=lin)
    later(LIFE)
    send_due(SMS)
    assert kept(SMS) == []
    assert Delivery.objects.get().note == "not_due"


def test_a_newer_code_overtakes_the_older_one(lin):
    ask_for_code(MOBILE, by=lin)
    first = code_sent()
    later(PAUSE)
    ask_for_code(OTHER, by=lin)
    second = code_sent()
    assert first == second or refusal_of(lambda: prove_number(first, by=lin)) == "wrong_code"
    prove_number(second, by=lin)
    assert addresses([lin.pk], SMS) == {lin.pk: OTHER}


def test_a_person_gets_a_code_a_minute_and_a_few_a_day(lin):
    ask_for_code(MOBILE, by=lin)
    assert refusal_of(lambda: ask_for_code(OTHER, by=lin)) == "too_soon"
    for _ in range(A_DAY - 1):
        later(PAUSE)
        ask_for_code(MOBILE, by=lin)
    later(PAUSE)
    assert refusal_of(lambda: ask_for_code(OTHER, by=lin)) == "too_many"
    later(timedelta(days=1))
    ask_for_code(OTHER, by=lin)


def test_a_number_gets_a_few_codes_a_day_whoever_asks_and_nobody_is_told(lin):
    people = UserFactory.create_batch(A_DAY)
    for person in people:
        ask_for_code(MOBILE, by=person)
        send_due(SMS)
    ask_for_code(MOBILE, by=lin)
    send_due(SMS)
    assert len(kept(SMS)) == A_DAY
    assert Delivery.objects.filter(note="limited").count() == 1
    assert refusal_of(lambda: prove_number("000000", by=lin)) == "wrong_code"


def test_the_old_number_stays_until_the_new_one_is_proved(lin, texted):
    later(PAUSE)
    ask_for_code(OTHER, by=lin)
    assert addresses([lin.pk], SMS) == {lin.pk: MOBILE}
    prove_number(code_sent(), by=lin)
    assert addresses([lin.pk], SMS) == {lin.pk: OTHER}
    assert Address.objects.count() == 1


def test_who_proves_a_number_last_holds_it_and_the_other_is_reached_there_no_more(texted):
    newer = UserFactory()
    ask_for_code(MOBILE, by=newer)
    prove_number(code_sent(), by=newer)
    assert addresses([texted.pk, newer.pk], SMS) == {newer.pk: MOBILE}
    assert Entry.objects.filter(kind="notification_address_taken").count() == 1


def test_a_number_that_was_refused_is_alive_again_once_it_is_proved(lin):
    Bounce.objects.create(channel=SMS, address=MOBILE, note="410", at=clock.now())
    ask_for_code(MOBILE, by=lin)
    prove_number(code_sent(), by=lin)
    assert addresses([lin.pk], SMS) == {lin.pk: MOBILE}


def test_a_code_on_its_way_counts_no_longer_once_the_number_is_removed(texted):
    ask_for_code(OTHER, by=texted)
    code = code_sent()
    remove_address(SMS, by=texted)
    assert refusal_of(lambda: prove_number(code, by=texted)) == "wrong_code"
    assert not Address.objects.exists()


def test_one_who_is_not_active_any_more_is_reached_nowhere(texted):
    texted.is_active = False
    texted.save()
    assert addresses([texted.pk], SMS) == {}


def test_no_code_is_given_on_a_channel_that_is_not_set_up(lin, settings):
    settings.GATEWAYS = {"mail": settings.GATEWAYS["mail"]}
    assert refusal_of(lambda: ask_for_code(MOBILE, by=lin)) == "not_set_up"
    assert refusal_of(lambda: make_binding_code(by=lin)) == "not_set_up"


def test_a_follower_who_sends_the_code_is_bound_once(lin):
    code = make_binding_code(by=lin)
    assert code not in str(list(Proof.objects.values()))
    assert not bind_follower("f-other", code="ABCDEFGH")
    assert bind_follower("f-lin-1", code=f" {code[:4].lower()}-{code[4:]} ")
    assert addresses([lin.pk], WECHAT) == {lin.pk: "f-lin-1"}
    assert not bind_follower("f-other", code=code), "a code counts once"
    assert addresses([lin.pk], WECHAT) == {lin.pk: "f-lin-1"}


def test_a_binding_code_ends_and_a_newer_one_overtakes_it(lin):
    first = make_binding_code(by=lin)
    later(PAUSE)
    second = make_binding_code(by=lin)
    assert not bind_follower("f-lin-1", code=first)
    later(LIFE)
    assert not bind_follower("f-lin-1", code=second)


def test_a_follower_who_leaves_is_forgotten(lin):
    bind_follower("f-lin-1", code=make_binding_code(by=lin))
    forget_follower("f-nobody")
    assert Address.objects.count() == 1
    forget_follower("f-lin-1")
    forget_follower("f-lin-1")
    assert not Address.objects.exists()


def test_the_database_holds_one_address_for_a_person_and_one_person_for_an_address(texted):
    for user, address in ((texted, OTHER), (UserFactory(), MOBILE), (UserFactory(), "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(user=user, channel=SMS, address=address, proved_at=clock.now())


@pytest.mark.django_db(transaction=True)
def test_guesses_that_come_at_once_are_counted_one_by_one(lin):
    ask_for_code(MOBILE, by=lin)
    code = code_sent()
    calls = [lambda: prove_number(wrong(code), by=lin)] * 8
    assert at_once(*calls) == ["wrong_code"] * 8
    assert Proof.objects.get().tries == 5
    assert refusal_of(lambda: prove_number(code, by=lin)) == "wrong_code"


@pytest.mark.django_db(transaction=True)
def test_one_code_is_given_to_who_asks_many_times_at_once(lin):
    calls = [lambda: ask_for_code(MOBILE, by=lin)] * 6
    assert at_once(*calls) == ["done", *["too_soon"] * 5]
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_prove_one_number_at_once_leave_it_with_one_of_them(lin):
    people = [lin, *UserFactory.create_batch(3)]
    codes = []
    for person in people:
        ask_for_code(MOBILE, by=person)
        codes.append(code_sent())
    calls = [
        (lambda person=person, code=code: prove_number(code, by=person))
        for person, code in zip(people, codes, strict=True)
    ]
    assert at_once(*calls) == ["done"] * 4
    assert Address.objects.count() == 1
    assert Entry.objects.filter(kind="notification_address_taken").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_exchange_their_numbers_at_once_do_not_wait_for_each_other(lin, texted):
    other = UserFactory()
    Address.objects.create(user=other, channel=SMS, address=OTHER, proved_at=clock.now())
    ask_for_code(OTHER, by=lin)
    mine = code_sent()
    ask_for_code(MOBILE, by=other)
    theirs = code_sent()
    calls = (lambda: prove_number(mine, by=lin), lambda: prove_number(theirs, by=other))
    assert at_once(*calls) == ["done", "done"]
    assert addresses([lin.pk, other.pk], SMS) == {lin.pk: OTHER, other.pk: MOBILE}


@pytest.mark.django_db(transaction=True)
def test_two_followers_who_send_one_code_at_once_bind_one(lin):
    code = make_binding_code(by=lin)
    bound = []
    calls = [(lambda n=n: bound.append(bind_follower(f"follower-{n}", code=code))) for n in "abcd"]
    assert at_once(*calls) == ["done"] * 4
    assert sorted(bound) == [False, False, False, True]
    assert Address.objects.count() == 1
