"""What those hear of a demand whose draft was not sent, each one message of one event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from marketplace.accounts.models import User
from marketplace.claims.drafting import Edit, save_draft
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings import questions
from marketplace.listings.actions import withdraw_listing
from marketplace.listings.addenda import Statement
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from marketplace.subscriptions.following import follow
from tests.claims.factories import claim_for, draft_for, open_demand, person_of, sent
from tests.factories import MembershipFactory, OrganisationFactory
from tests.listings.factories import Office
from tests.notifications.dispatching import notify_on_entry
from tests.search.indexing import tell

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CLOSES = "2026-12-18T17:00:00+08:00"


def kinds_told(entry_kind):
    """Dispatch the newest entry of a kind; return by person which kinds they were told by."""
    from_entry = Notification.objects.filter(entry__kind=entry_kind).select_related("user")
    notify_on_entry(Entry.objects.filter(kind=entry_kind).latest("pk"), "")
    found: dict[User, list[str]] = {}
    for row in from_entry:
        found.setdefault(row.user, []).append(row.kind)
    return found


def closing(demand, hours):
    """Let a demand say that it closes soon; return who was told of their draft, and how."""
    notify_on_entry(tell("demand_closing", demand, hours=hours, closes_at=CLOSES), "")
    rows = Notification.objects.filter(kind="draft_closing").select_related("user")
    return {row.user: notice_of(row) for row in rows}


def answered(demand, office, asker):
    question = questions.ask_question(demand, by=asker, text="能否夜间进场？")
    question = questions.draft_answer(question, by=office.editor, answer="可以，须提前报备。")
    questions.publish_answer(question, by=office.approver, version=question.version)


def test_a_firms_appliers_hear_that_their_draft_was_not_sent(client, demand, firm, bidder):
    owner = person_of(firm, Role.OWNER)
    person_of(firm, Role.VIEWER)
    person_of(OrganisationFactory())
    draft_for(demand, firm, bidder)
    draft_for(open_demand())
    with override("zh-hans"):
        notices = closing(demand, 72)
    assert set(notices) == {bidder, owner}
    assert "72" in notices[bidder].title
    assert demand.title in notices[bidder].text
    assert "2026-12-18 星期五 17:00 北京时间" in notices[bidder].text
    client.force_login(bidder)
    assert client.get(notices[bidder].url).url == reverse("claims:mine")


def test_who_sent_the_draft_hears_nothing_until_it_is_changed(demand, firm, bidder):
    draft = draft_for(demand, firm, bidder)
    sent(draft, bidder)
    assert closing(demand, 72) == {}
    save_draft(draft, by=bidder, edits={"team": Edit("三人")})
    assert set(closing(demand, 24)) == {bidder}


def test_who_left_the_firm_hears_nothing(demand, firm, bidder):
    draft_for(demand, firm, bidder)
    bidder.memberships.all().delete()
    assert closing(demand, 1) == {}


def test_a_change_that_was_not_sent_has_one_reminder_and_not_two(demand, firm, bidder):
    draft = draft_for(demand, firm, bidder)
    sent(draft, bidder)
    save_draft(draft, by=bidder, edits={"team": Edit("三人")})
    closing(demand, 24)
    assert [row.kind for row in Notification.objects.filter(user=bidder)] == ["draft_closing"]


def test_an_answer_reaches_drafts_and_each_person_once():
    office = Office()
    demand = office.published()
    drafter, applicant, asker, both = (draft_for(demand).saved_by for _ in range(4))
    follow(demand, by=drafter)
    claim_for(demand, applicant.memberships.get().organisation, applicant)
    second = OrganisationFactory()
    MembershipFactory(user=both, organisation=second, role=Role.BIDDER)
    claim_for(demand, second, both)
    answered(demand, office, asker)
    told = kinds_told("question_answered")
    assert told == {
        drafter: ["drafters_told_of_answer"],
        applicant: ["applicants_told_of_answer"],
        both: ["applicants_told_of_answer"],
        asker: ["question_answered"],
    }


@pytest.mark.parametrize("is_material", [True, False])
def test_an_addendum_reaches_drafts(is_material):
    office = Office()
    demand = office.published()
    drafter, applicant = draft_for(demand).saved_by, claim_for(demand).submitted_by
    statement = Statement(is_material, "现场条件变化。")
    later = clock.now() + timedelta(days=60)
    office.changed(demand, statement=statement, closes_at=later)
    told = kinds_told("addendum_published")
    assert told[drafter] == ["drafters_told_of_change"]
    assert told[applicant] == ["applicants_told_of_change"]
    with override("zh-hans"):
        notice = notice_of(Notification.objects.get(user=drafter))
    assert ("实质性" in notice.title) is is_material


def test_a_withdrawal_reaches_applicants_and_drafts(client):
    office = Office()
    demand = office.published()
    drafter, applicant = draft_for(demand).saved_by, claim_for(demand).submitted_by
    for person in (drafter, applicant):
        follow(demand, by=person)
    withdraw_listing(demand, by=office.editor, reason="项目暂停实施。")
    assert kinds_told("demand_withdrawn") == {
        drafter: ["drafters_told_of_withdrawal"],
        applicant: ["applicants_told_of_withdrawal"],
    }
    client.force_login(drafter)
    page = client.get(notice_of(Notification.objects.get(user=drafter)).url, follow=True)
    assert "项目暂停实施。" in page.content.decode()
