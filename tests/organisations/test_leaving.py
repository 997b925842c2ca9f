"""Whoever leaves an organisation reads no longer what its people were told."""

import pytest
from django.urls import reverse

from marketplace.claims.actions import withdraw_claim
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import bell_of
from marketplace.notifications.rendering import news_since
from marketplace.organisations import actions
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, open_demand
from tests.factories import AgencyFactory, MembershipFactory
from tests.listings.factories import Office
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def owner():
    return MembershipFactory(organisation=AgencyFactory())


@pytest.fixture
def officer(owner):
    return MembershipFactory(organisation=owner.organisation, role=Role.EDITOR)


def dispatch(kind):
    notify_on_entry(Entry.objects.filter(kind=kind).order_by("-pk")[0], "")


def pages(client, user):
    """Return all that a person reads of messages: inbox, workbench, poll."""
    client.force_login(user)
    since = client.get(reverse("notifications:since", args=[0])).text
    return client.get("/notifications/").text + client.get("/workbench/").text + since


def test_messages_go_with_the_membership_and_come_back_with_it(client, owner, officer):
    claim = claim_for(open_demand(owner=owner.organisation))
    dispatch("claim_submitted")
    firm = str(claim.firm)
    assert firm in pages(client, officer.user)
    assert bell_of(officer.user.pk).unread == 1
    actions.remove_member(officer, by=owner.user)
    assert firm not in pages(client, officer.user)
    assert bell_of(officer.user.pk).unread == 0
    number = Notification.objects.get(user=officer.user).number
    assert client.get(reverse("notifications:open", args=[number])).status_code == 404
    assert firm in pages(client, owner.user)
    actions.add_member(
        owner.organisation, user=officer.user, role=Role.VIEWER, unit=None, by=owner.user
    )
    assert firm in pages(client, officer.user)


def test_the_replay_ends_where_the_rest_is_hidden(owner, officer):
    claim_for(open_demand(owner=owner.organisation))
    dispatch("claim_submitted")
    actions.remove_member(officer, by=owner.user)
    news = news_since(officer.user.pk, 0)
    assert (news.notices, news.unread, news.more) == ([], 0, False)
    assert news.last == bell_of(officer.user.pk).last == 1


def test_nothing_is_sent_after_the_membership_ended(owner, officer):
    claim = claim_for(open_demand(owner=owner.organisation))
    withdraw_claim(claim, by=claim.submitted_by)
    actions.remove_member(officer, by=owner.user)
    dispatch("claim_withdrawn")
    assert not Notification.objects.filter(user=officer.user).exists()
    assert Notification.objects.filter(user=owner.user).exists()


def test_who_was_told_for_another_organisation_or_as_staff_reads_on(client, owner, officer):
    elsewhere = MembershipFactory(user=officer.user, organisation=AgencyFactory(), role=Role.EDITOR)
    claim = claim_for(open_demand(owner=elsewhere.organisation))
    dispatch("claim_submitted")
    actions.remove_member(officer, by=owner.user)
    assert str(claim.firm) in pages(client, officer.user)


def test_an_approver_who_left_reads_no_drafts_title_and_a_reviewer_of_the_portal_does(client):
    office = Office()
    office.submitted(title="尚未公开的需求")
    dispatch("demand_step_opened")
    assert "尚未公开的需求" in pages(client, office.approver)
    office.approver.memberships.all().delete()
    assert "尚未公开的需求" not in pages(client, office.approver)
    other = Office()
    other.reviewed(title="等平台审核的需求")
    dispatch("demand_step_opened")
    assert "等平台审核的需求" in pages(client, other.reviewer)
