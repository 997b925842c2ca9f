from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.claims.drafting import Edit, save_draft
from marketplace.claims.partnering import answer_invitation, invite_partner
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import draft_for, open_demand, person_of, sent
from tests.factories import OrganisationFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def demand():
    return open_demand(cooperation="consortium")


def told(kind):
    """Dispatch the newest entry of a kind; return the notices by person."""
    notify_on_entry(Entry.objects.filter(kind=kind).order_by("-pk")[0], "")
    rows = Notification.objects.filter(kind=kind).select_related("user")
    return {row.user: notice_of(row) for row in rows}


def leads_to(client, person, notice):
    """Follow the link of a notice as its reader does, and return where it leads."""
    client.force_login(person)
    return client.get(notice.url).url


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
    page = reverse("claims:partnership", args=[partner])
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
