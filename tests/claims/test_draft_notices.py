from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from marketplace.claims.drafting import Edit, save_draft
from marketplace.claims.partnering import answer_invitation, invite_partner
from marketplace.journal import kinds
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.notifications.dispatcher import notify_on_entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import draft_for, open_demand, person_of, sent
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def demand():
    return open_demand(cooperation="consortium")


@pytest.fixture
def closing(demand):
    """Give a function that records that a demand closes soon, and returns who was told how."""
    is_new = "demand_closing" not in kinds.every()
    if is_new:
        kinds.register("demand_closing")

    def close(hours):
        with transaction.atomic():
            record("demand_closing", demand, actor=None, data={"hours": hours})
        return told("draft_closing", "demand_closing")

    yield close
    if is_new:
        kinds.forget("demand_closing")


def told(kind, entry_kind=None):
    """Dispatch the newest entry of a kind; return the notices by person."""
    notify_on_entry(Entry.objects.filter(kind=entry_kind or kind).order_by("-pk")[0], "")
    rows = Notification.objects.filter(kind=kind).select_related("user")
    return {row.user: notice_of(row) for row in rows}


def leads_to(client, person, notice):
    """Follow the link of a notice as its reader does, and return where it leads."""
    client.force_login(person)
    return client.get(notice.url).url


def test_a_firms_appliers_hear_that_their_draft_was_not_sent(client, demand, firm, bidder, closing):
    owner = person_of(firm, Role.OWNER)
    person_of(firm, Role.VIEWER)
    person_of(OrganisationFactory())
    draft_for(demand, firm, bidder)
    draft_for(open_demand())
    notices = closing(72)
    assert set(notices) == {bidder, owner}
    assert "72" in notices[bidder].title
    assert notices[bidder].text == demand.title
    assert leads_to(client, bidder, notices[bidder]) == reverse("claims:mine")


def test_who_sent_the_draft_hears_nothing_until_it_is_changed(demand, firm, bidder, closing):
    draft = draft_for(demand, firm, bidder)
    sent(draft, bidder)
    assert closing(72) == {}
    save_draft(draft, by=bidder, edits={"team": Edit("三人")})
    assert set(closing(24)) == {bidder}


def test_who_left_the_firm_hears_nothing(demand, firm, bidder, closing):
    draft_for(demand, firm, bidder)
    bidder.memberships.all().delete()
    assert closing(1) == {}


def test_the_partner_hears_of_the_invitation_and_the_lead_of_the_answer(
    client, demand, firm, bidder
):
    asked = OrganisationFactory()
    partner_person = person_of(asked)
    person_of(asked, Role.VIEWER)
    draft = draft_for(demand, firm, bidder)
    partner = invite_partner(draft, asked, part="负责安装", by=bidder)
    notices = told("partner_invited")
    assert set(notices) == {partner_person}
    assert str(firm) in notices[partner_person].title
    page = reverse("claims:partnership", args=[partner.pk])
    assert leads_to(client, partner_person, notices[partner_person]) == page
    answer_invitation(partner, by=partner_person, joins=True)
    notices = told("partner_joined")
    assert set(notices) == {bidder}
    assert str(asked) in notices[bidder].title


def test_the_lead_hears_of_a_refusal(demand, firm, bidder):
    partner = invite_partner(
        draft_for(demand, firm, bidder), OrganisationFactory(), part="负责安装", by=bidder
    )
    answer_invitation(partner, by=person_of(partner.organisation), joins=False)
    assert set(told("partner_refused")) == {bidder}


def test_the_handling_unit_hears_of_a_change(client, demand, firm, bidder, officer):
    draft = draft_for(demand, firm, bidder)
    claim = sent(draft, bidder)
    save_draft(draft, by=bidder, edits={"team": Edit("三人")})
    sent(draft, bidder)
    notices = told("claim_changed")
    assert set(notices) == {officer}
    page = reverse("claims:receipt", args=[claim.receipt])
    assert leads_to(client, officer, notices[officer]) == page
