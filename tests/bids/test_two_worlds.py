"""Two worlds, with no bid and with seven: nobody but the bidders can tell them apart."""

from __future__ import annotations

import logging

import pytest
from django.core import mail
from django.test import Client

from marketplace.bids.book import entries_of
from marketplace.bids.drafting import save_draft
from marketplace.bids.submitting import withdraw_bid
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification, TopicVersion
from marketplace.organisations.models import Role
from tests.bids.factories import drafted, sealed
from tests.claims.factories import person_of
from tests.crawling import crawl, differences
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

ADMIN = (
    "/admin/",
    "/admin/users/",
)


@pytest.fixture
def firms():
    return [OrganisationFactory() for _number in range(7)]


@pytest.fixture
def bidders(firms):
    return [person_of(firm) for firm in firms]


@pytest.fixture
def readers(challenge, supervisor):
    """People of every sort who must learn nothing, a visitor first."""
    owner = challenge.demand.lifecycle.owner
    roles = (Role.OWNER, Role.APPROVER)
    return {
        "visitor": None,
        "superuser": UserFactory(staff=True),
        "another firm": person_of(OrganisationFactory(), Role.OWNER),
        "supervisor": supervisor,
        **{f"{role} of the owner": person_of(owner, role) for role in roles},
    }


def seen_by(person, number):
    """Return everything that a reader comes to, with the pages that a bid could show on."""
    client = Client()
    if person is not None:
        client.force_login(person)
    demand = f"/demands/{number}/"
    starts = [
        "/",
        "/workbench/",
        "/workbench/bids/",
        demand,
        f"{demand}bid/",
        f"{demand}bids/",
        f"{demand}opening/",
        "/bids/check/",
        "/api/demands",
        f"/api/demands/{number}",
        "/demands/feed.xml",
        "/demands/deadlines.ics",
        "/sitemap.xml",
        "/notifications/",
        "/notifications/since/0/",
        f"/live/versions/?topic=demand:{number}",
        *(ADMIN if person is not None and person.is_staff else ()),
    ]
    return crawl(client, starts)


def told():
    """Return what was told, recorded, sent and made live."""
    return {
        "entries": Entry.objects.count(),
        "messages": Notification.objects.count(),
        "mails": len(mail.outbox),
        "topics": sorted(TopicVersion.objects.values_list("name", "version")),
    }


def test_no_reader_page_message_or_log_tells_seven_bids_from_none(
    challenge, firms, bidders, readers, caplog
):
    number = challenge.demand.lifecycle.number
    run_until_caught_up()
    before = {name: seen_by(person, number) for name, person in readers.items()}
    said = told()
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="marketplace"):
        for firm, person in zip(firms, bidders, strict=True):
            sealed(challenge, firm, person)
        withdraw_bid(challenge, firm=firms[0], by=bidders[0])
        drafted(challenge, firms[1], bidders[1])
        save_draft(challenge, firm=firms[2], by=bidders[2], texts={"approach": "改"})
        run_until_caught_up()
    assert told() == said
    assert not [line for line in caplog.records if line.name.startswith("marketplace.bids")]
    after = {name: seen_by(person, number) for name, person in readers.items()}
    for name in readers:
        assert differences(before[name], after[name]) == {}, name


def test_the_bidder_itself_sees_its_own(challenge, firms, bidders):
    number = challenge.demand.lifecycle.number
    before = seen_by(bidders[0], number)
    sealed(challenge, firms[0], bidders[0])
    assert entries_of(challenge)[firms[0].pk].is_sealed
    assert f"/demands/{number}/" in differences(before, seen_by(bidders[0], number))
