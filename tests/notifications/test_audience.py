"""Who loses role, unit, group or permission reads the words that named it no longer, anywhere."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse

from marketplace.claims.models import Claim
from marketplace.claims.prompts import prompt
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings.actions import withdraw_listing
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.composing import still_due
from marketplace.notifications.models import Delivery, Item, Notification
from marketplace.notifications.querysets import bell_of
from marketplace.notifications.rendering import news_since
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from marketplace.organisations.models import Membership, Role
from marketplace.subscriptions.following import follow
from tests.claims.factories import claim_for, open_demand, person_of
from tests.factories import AgencyFactory, OrganisationFactory, UnitFactory, UserFactory
from tests.listings.factories import Office
from tests.notifications.dispatching import notify_on_entry
from tests.search.indexing import tell

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FIRM = "厦门鹭岛感知有限公司"


def dispatched(kind):
    notify_on_entry(Entry.objects.filter(kind=kind).latest("pk"), "")


def reached(person):
    """Give a person a proved address, so that messages leave the portal for them."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def owner():
    return AgencyFactory()


@pytest.fixture
def unit(owner):
    return UnitFactory(organisation=owner)


@pytest.fixture
def officer(owner, unit):
    return reached(person_of(owner, Role.EDITOR, unit))


@pytest.fixture
def applied(owner, unit, officer):
    """Tell the officer that a firm applied."""
    claim_for(open_demand(owner, unit), OrganisationFactory(name=FIRM))
    dispatched("claim_submitted")


def read_by(client, person):
    """Return all that a person reads of their messages: by replay, bell, inbox and e-mail."""
    client.force_login(person)
    send_due(Channel.MAIL)
    inbox = client.get(reverse("notifications:inbox")).content.decode()
    replayed = str(news_since(person.pk, 0).as_json())
    return f"{inbox}{replayed}{[one.body for one in mail.outbox]}", bell_of(person.pk).unread


def test_who_keeps_role_and_unit_reads_the_firm(client, officer, applied):
    words, unread = read_by(client, officer)
    assert words.count(FIRM) >= 3
    assert unread == 1


def moved_to_the_other_side(seat):
    seat.role = Role.BIDDER


def moved_to_another_unit(seat):
    seat.unit = UnitFactory(organisation=seat.organisation)


@pytest.mark.parametrize("change", [moved_to_the_other_side, moved_to_another_unit])
def test_who_loses_role_or_unit_reads_no_firm_any_more(client, officer, applied, change):
    seat = Membership.objects.get(user=officer)
    change(seat)
    seat.save()
    words, unread = read_by(client, officer)
    assert FIRM not in words
    assert unread == 0
    assert Delivery.objects.get().state == "suppressed"


def test_who_is_made_an_owner_goes_on_reading(client, officer, applied):
    Membership.objects.filter(user=officer).update(role=Role.OWNER, unit=None)
    assert FIRM in read_by(client, officer)[0]


def moderating():
    app, codename = MODERATE.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def test_staff_read_what_they_were_told_as_staff_while_they_hold_the_permission(client):
    staff = UserFactory()
    staff.user_permissions.add(moderating())
    claim = claim_for(open_demand(title="老城区积水"))
    Claim.objects.filter(pk=claim.pk).update(answer_due=clock.now())
    prompt(claim, "overdue")
    dispatched("claim_overdue")
    assert "老城区积水" in read_by(client, staff)[0]
    staff.user_permissions.clear()
    assert read_by(client, staff)[1] == 0
    assert not Notification.objects.of(staff.pk).exists()


def test_who_left_the_group_that_decides_reads_no_draft_any_more(client):
    office = Office()
    office.reviewed(title="尚未公开的需求")
    dispatched("demand_step_opened")
    reviewer = office.reviewer
    assert "尚未公开的需求" in read_by(client, reviewer)[0]
    for group in Group.objects.filter(user=reviewer):
        group.user_set.remove(reviewer)
    assert "尚未公开的需求" not in read_by(client, reviewer)[0]


def test_what_followers_and_applicants_wait_for_is_not_sent_once_it_is_not_public():
    office = Office()
    demand = office.published()
    follower = reached(UserFactory())
    follow(demand, by=follower)
    tell("demand_closed", demand)
    dispatched("demand_closed")
    (item,) = Item.objects.filter(notification__user=follower)
    keys = [item.notification_id]
    assert still_due(follower.pk, keys, channel=Channel.MAIL)
    withdraw_listing(demand, by=office.editor, reason="项目暂停实施。")
    assert not still_due(follower.pk, keys, channel=Channel.MAIL)
