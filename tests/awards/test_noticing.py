"""The notice of a result: candidates in their order, two people, working days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from marketplace.awards import noticing
from marketplace.awards.models import ResultNotice
from marketplace.awards.noticing import Notice
from marketplace.core.refusals import Refusal
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.journal.verification import MismatchError, verify
from marketplace.reviews.renewing import score_anew
from tests.awards.factories import Court, again
from tests.factories import UserFactory
from tests.reviews.judging import as_ranked

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SHANGHAI = ZoneInfo("Asia/Shanghai")


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_a_draft_may_be_written_anew_and_stays_one(court):
    first = court.drafted()
    second = court.drafted(workdays=7, remarks={court.bids[0].pk: "另附说明"})
    assert second.pk == first.pk
    assert (second.workdays, second.candidates.count()) == (7, 3)
    assert court.challenge.state == "opened"
    assert not Entry.objects.filter(kind__startswith="result_notice").exists()


def test_somebody_else_puts_it_on_show_for_its_working_days(court):
    notice = court.drafted()
    assert refused(lambda: noticing.show_notice(notice, by=court.officer)).code in {
        "own_notice",
        "not_approver",
    }
    shown = noticing.show_notice(notice, by=court.approver)
    assert court.challenge.state == "noticed"
    assert shown.state == "shown"
    assert shown.ends_at is not None
    assert shown.ends_at.astimezone(SHANGHAI).timetz().replace(tzinfo=None).hour == 17
    kinds = ["challenge_noticed", "result_notice_shown"]
    assert Entry.objects.filter(kind__in=kinds).count() == 2


def test_an_altered_place_or_end_of_a_notice_is_named_by_the_journal(court):
    notice = noticing.show_notice(court.drafted(), by=court.approver)
    run_until_caught_up()
    verify()
    assert notice.shown_at is not None
    first, second, *_others = notice.candidates.order_by("rank")
    named = f"awards.resultnotice {notice.pk}"
    altered: list[tuple[Any, dict[str, object]]] = [
        (first, {"rank": 90}),
        (second, {"is_proposed": True}),
        (notice, {"ends_at": notice.shown_at + timedelta(minutes=1)}),
    ]
    for row, values in altered:
        with pytest.raises(MismatchError, match=named):
            verify_with(row, values)
    verify()


@transaction.atomic
def verify_with(row, values):
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    verify()


def test_five_working_days_over_the_spring_festival_end_after_it(court):
    notice = ResultNotice(challenge=court.challenge, state="drafted", workdays=5)
    notice.show(by=court.approver, at=datetime(2026, 2, 12, 10, tzinfo=SHANGHAI))
    # 13 and 14 February are worked, the festival is 15 to 23, then 24, 25 and 26.
    assert notice.ends_at is not None
    assert notice.ends_at.astimezone(SHANGHAI).date().isoformat() == "2026-02-26"
    assert not notice.is_reckoned


def test_an_end_beyond_the_table_of_holidays_says_that_it_is_reckoned(court):
    notice = ResultNotice(challenge=court.challenge, state="drafted", workdays=5)
    notice.show(by=court.approver, at=datetime(2031, 3, 3, 10, tzinfo=SHANGHAI))
    assert notice.is_reckoned


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"workdays": 4}, "workdays"),
        ({"statement": " "}, "statement"),
        ({"statement": "长" * 1001}, "statement"),
        ({"statement": "<script>alert(1)</script>"}, "statement"),
        ({"proposed": 0}, "proposed"),
        ({"proposed": 2}, "proposed"),
    ],
)
def test_mistakes_stand_beside_their_field_and_change_nothing(court, content, field):
    assert field in refused(lambda: court.drafted(**content)).fields
    assert not ResultNotice.objects.exists()


@pytest.mark.parametrize("remark", ["<b>x", "长" * 121])
def test_a_remark_is_short_plain_text(court, remark):
    refusal = refused(lambda: court.drafted(remarks={court.bids[0].pk: remark}))
    assert "remarks" in refusal.fields
    assert not ResultNotice.objects.exists()


def test_the_places_are_those_of_the_frozen_ranking_and_none_is_left_out(court):
    notice = court.drafted()
    assert notice.ranking is not None
    ranks = notice.ranking.ranks()
    places = {one.bid.receipt: one.rank for one in notice.candidates.all()}
    assert places == ranks
    assert [one.bid for one in notice.candidates.filter(is_proposed=True)] == [court.bids[0]]


def test_without_a_frozen_ranking_there_is_no_notice():
    court = Court(is_ranked=False)
    assert refused(court.drafted).code == "no_ranking"


def test_a_draft_whose_ranking_was_replaced_is_not_shown(court):
    notice = court.drafted()
    score_anew(court.challenge, by=court.judge)
    assert refused(lambda: noticing.show_notice(notice, by=court.approver)).code == "replaced"
    as_ranked(court.challenge, list(reversed(court.bids)))
    shown = court.shown()
    assert shown.candidates.get(rank=1).bid == court.bids[2]


def test_as_many_are_proposed_as_teams_run_in_parallel():
    court = Court(parallel_teams=2)
    notice = court.drafted(proposed=2)
    assert notice.candidates.filter(is_proposed=True).count() == 2


def test_strangers_and_bidders_write_and_show_nothing(court):
    for person in (UserFactory(), court.bidders[0]):
        refusal = refused(
            lambda person=person: noticing.draft_notice(
                court.challenge, by=person, says=Notice("x", 5)
            )
        )
        assert refusal.status == 403
    notice = court.drafted()
    assert refused(lambda: noticing.show_notice(notice, by=court.bidders[0])).status == 403


def test_while_one_is_on_show_no_other_is_written(court):
    court.shown()
    assert refused(court.drafted).code == "wrong_state"
    notice = ResultNotice.objects.get()
    twin = ResultNotice(
        challenge=court.challenge,
        workdays=5,
        statement="x",
        drafted_at=notice.drafted_at,
        drafted_by=court.officer,
    )
    with pytest.raises(IntegrityError):
        twin.save()


def test_a_discarded_draft_leaves_room_for_another(court):
    notice = court.drafted()
    noticing.discard_notice(notice, by=court.officer)
    assert again(notice).state == "discarded"
    assert court.drafted().pk != notice.pk
