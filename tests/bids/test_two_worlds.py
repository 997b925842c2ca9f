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
from marketplace.notifications.actions import read_one
from marketplace.notifications.models import Notification, TopicVersion
from marketplace.organisations.models import Role
from tests.bids.factories import drafted, listed_challenge, sealed
from tests.claims.factories import person_of
from tests.crawling import crawl, differences
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

ADMIN = (
    "/admin/",
    "/admin/users/",
)


@pytest.fixture
def challenge():
    return listed_challenge()


@pytest.fixture
def firms():
    return [OrganisationFactory() for _number in range(7)]


@pytest.fixture
def bidders(firms):
    return [person_of(firm) for firm in firms]


@pytest.fixture
def readers(challenge, supervisor):
    """Browsers of people of every sort who must learn nothing, signed in once; a visitor's too."""
    owner = challenge.demand.lifecycle.owner
    roles = (Role.OWNER, Role.APPROVER)
    people = {
        "superuser": UserFactory(staff=True),
        "another firm": person_of(OrganisationFactory(), Role.OWNER),
        "supervisor": supervisor,
        **{f"{role} of the owner": person_of(owner, role) for role in roles},
    }
    return {"visitor": Client(), **{name: browser_of(one) for name, one in people.items()}}


def browser_of(person):
    """Return a browser in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def seen_by(client, number, *, admin=False):
    """Return everything that a reader comes to, with the pages that a bid could show on."""
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
        *(ADMIN if admin else ()),
    ]
    return crawl(client, starts)


def seen_by_all(readers, number):
    """Return what each reader comes to, the superuser in the administration too."""
    return {
        name: seen_by(client, number, admin=name == "superuser") for name, client in readers.items()
    }


def read_everything():
    """Let everybody have read what came till now: following links reads it, too."""
    for row in Notification.objects.all():
        read_one(row)


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
    read_everything()
    before = seen_by_all(readers, number)
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
    after = seen_by_all(readers, number)
    for name in readers:
        assert differences(before[name], after[name]) == {}, name


def test_the_bidder_itself_sees_its_own(challenge, firms, bidders):
    number = challenge.demand.lifecycle.number
    browser = browser_of(bidders[0])
    before = seen_by(browser, number)
    sealed(challenge, firms[0], bidders[0])
    assert entries_of(challenge)[firms[0].pk].is_sealed
    assert f"/demands/{number}/" in differences(before, seen_by(browser, number))
