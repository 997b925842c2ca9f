"""The page of a result changes in place with its notices and objections, not with drafts."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.awards.objecting import withdraw_objection
from marketplace.awards.settling import settle_notice
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.topics import followed
from tests.awards.factories import end_days_of

pytestmark = pytest.mark.django_db(transaction=True)


def version(court) -> int:
    run_until_caught_up()
    return followed("result", court.number).version


def part(court) -> tuple[int, str]:
    answer = Client().get(f"/live/result/{court.number}/")
    return answer.status_code, answer.content.decode()


def versions_told(court) -> dict[str, int]:
    name = f"result:{court.number}"
    told: dict[str, int] = Client().get(f"/live/versions/?topic={name}").json()["topics"]
    return told


def test_nobody_outside_follows_a_result_before_it_is_on_show(court):
    before = version(court)
    court.drafted()
    assert version(court) == before
    assert part(court)[0] == 404
    assert versions_told(court) == {}


@pytest.mark.both
def test_a_notice_an_objection_and_the_award_change_the_page_in_place(court):
    notice = court.shown()
    shown = version(court)
    assert versions_told(court) == {f"result:{court.number}": shown}
    objection = court.objection(notice)
    assert version(court) == shown + 1
    status, text = part(court)
    assert status == 200
    assert "异议第 1 号" in text
    assert objection.text not in text
    withdraw_objection(objection, by=court.stranger)
    end_days_of(notice)
    settle_notice(notice, by=court.approver)
    assert version(court) == shown + 3
    assert part(court)[1].count("tag-ok") > text.count("tag-ok")


def test_the_page_names_its_topic_and_the_parts_that_come_anew(court):
    court.shown()
    text = Client().get(f"/demands/{court.number}/notice/").content.decode()
    assert f'data-live="result:{court.number}"' in text
    for name in ("result-head", "result-body", "result-aside"):
        assert f'id="{name}" data-part' in text
