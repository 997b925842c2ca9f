"""Who is told of the next in the ranking, what waits for whom, and that no words hold a price."""

from __future__ import annotations

import pytest

from marketplace.awards import succeeding
from marketplace.awards.waiting import steps_waiting_for
from marketplace.challenges.dues import Hand, dues_of
from marketplace.challenges.places import places_of
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.awards.successions import Gap
from tests.claims.factories import person_of
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def gap():
    return Gap()


def told(entry_kind):
    """Dispatch the newest entry of a kind; return who was told what."""
    Notification.objects.all().delete()
    notify_on_entry(Entry.objects.filter(kind=entry_kind).latest("pk"), "")
    rows = Notification.objects.select_related("user")
    return {(row.user, row.kind): str(notice_of(row).text) for row in rows}


def test_approvers_hear_of_a_naming_the_bidder_and_the_supervisor_of_the_question(gap):
    supervisor = person_of(gap.challenge.demand.lifecycle.owner, Role.SUPERVISOR)
    named = gap.named()
    assert set(told("succession_named")) == {
        (one, "succession_named") for one in (gap.approver, gap.judge)
    }
    succeeding.ask_next(named, by=gap.approver)
    words = told("succession_asked")
    assert set(words) == {
        (gap.bidders[1], "succession_asked"),
        (supervisor, "succession_supervised"),
    }
    assert not [one for one in words.values() if "1200000" in one or "120" in one]


def test_the_owners_side_hears_the_answer(gap):
    supervisor = person_of(gap.challenge.demand.lifecycle.owner, Role.SUPERVISOR)
    succeeding.decline(gap.asked(), by=gap.bidders[1])
    people = {user for user, _kind in told("succession_declined")}
    assert {gap.officer, gap.approver, supervisor} <= people
    assert gap.bidders[1] not in people


def hands(gap):
    found = dues_of([gap.challenge], at=clock.now())[gap.challenge.pk]
    return [(due.hand, due.by) for due in found]


def titles(person):
    return [one.title for one in steps_waiting_for(person)]


def test_each_step_waits_for_whoever_does_it(gap):
    assert hands(gap) == [(Hand.OFFICER, None)]
    named = gap.named()
    assert hands(gap) == [(Hand.APPROVER, None)]
    assert (len(titles(gap.approver)), titles(gap.bidders[1])) == (1, [])
    asked = succeeding.ask_next(named, by=gap.approver)
    assert hands(gap) == [(Hand.FIRM, asked.answer_by)]
    assert (titles(gap.approver), len(titles(gap.bidders[1]))) == ([], 1)
    succeeding.stand_by_bid(asked, by=gap.bidders[1])
    assert hands(gap) == [(Hand.APPROVER, None)]
    assert (len(titles(gap.approver)), titles(gap.bidders[1])) == (1, [])


def test_a_challenges_page_leads_its_people_and_the_bidder_to_their_pages(gap):
    gap.asked()
    urls = {
        person: {place.url.rsplit("/", 2)[-2] for place in places_of(person, gap.challenge)}
        for person in (gap.officer, gap.bidders[1], gap.bidders[2])
    }
    assert "succession" in urls[gap.officer]
    assert "answer" in urls[gap.bidders[1]]
    assert not urls[gap.bidders[2]] & {"succession", "answer"}
