"""The notice of a result: candidates in their order, two people, working days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from marketplace.awards import noticing
from marketplace.awards.models import ResultNotice
from marketplace.awards.noticing import Line
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.awards.factories import Court, again
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SHANGHAI = ZoneInfo("Asia/Shanghai")


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_a_draft_may_be_written_anew_and_stays_one(court):
    first = court.drafted()
    second = court.drafted(workdays=7, lines=court.lines()[:2])
    assert second.pk == first.pk
    assert (second.workdays, second.candidates.count()) == (7, 2)
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
    ],
)
def test_mistakes_stand_beside_their_field_and_change_nothing(court, content, field):
    assert field in refused(lambda: court.drafted(**content)).fields
    assert not ResultNotice.objects.exists()


@pytest.mark.parametrize(
    "lines",
    [
        lambda _bids, _foreign: [],
        lambda bids, _foreign: [Line(bids[0], 2, is_proposed=True)],
        lambda bids, _foreign: [Line(bids[0], 1), Line(bids[1], 2)],
        lambda bids, _foreign: [Line(bids[0], 1, is_proposed=True), Line(bids[1], 1)],
        lambda bids, _foreign: [Line(bids[0], 1, is_proposed=True), Line(bids[0], 2)],
        lambda bids, _foreign: [Line(bids[0], 1), Line(bids[1], 2, is_proposed=True)],
        lambda bids, _foreign: [Line(bid, n, is_proposed=True) for n, bid in enumerate(bids, 1)],
        lambda bids, _foreign: [Line(bids[0], 1, is_proposed=True, remark="<b>x")],
        lambda _bids, foreign: [Line(foreign, 1, is_proposed=True)],
    ],
)
def test_candidates_are_own_bids_in_order_and_the_first_are_proposed(court, lines):
    refusal = refused(lambda: court.drafted(lines=lines(court.bids, Court(bids=1).bids[0])))
    assert "candidates" in refusal.fields
    assert not ResultNotice.objects.exists()


def test_as_many_are_proposed_as_teams_run_in_parallel():
    court = Court(parallel_teams=2)
    notice = court.drafted(lines=court.lines(proposed=2))
    assert notice.candidates.filter(is_proposed=True).count() == 2


def test_strangers_and_bidders_write_and_show_nothing(court):
    for person in (UserFactory(), court.bidders[0]):
        refusal = refused(
            lambda person=person: noticing.draft_notice(
                court.challenge, by=person, statement="x", workdays=5, lines=court.lines()
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
