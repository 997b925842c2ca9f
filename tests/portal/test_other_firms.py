"""What another firm does with a demand changes nothing that others can read, but for a count."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplace.claims.actions import accept_claim, decline_claim, withdraw_claim
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, open_demand, person_of
from tests.crawling import crawl, differences
from tests.factories import AgencyFactory, OrganisationFactory, UserFactory
from tests.portal.pairs import forecast, indexed, url_of
from tests.search.indexing import follow_journal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

STARTS = ("/", "/demands/", "/capabilities/", "/api/demands/", "/sitemap.xml")
COUNT = "已有 1 家申请对接"
TICKER = {"/", "/ticker/", "/ticker.json"}


def readers() -> list[Client]:
    """Return a visitor, a newcomer, a competitor's bid manager, and portal staff."""
    competitor = person_of(OrganisationFactory())
    found = [Client()]
    for person in (UserFactory(), competitor, UserFactory(is_staff=True, is_superuser=True)):
        found.append(Client())
        found[-1].force_login(person)
    return found


def seen_by(clients: list[Client]) -> list[dict[str, str]]:
    follow_journal()
    return [crawl(client, STARTS) for client in clients]


def told_in(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the differences but for this: a page that follows the count hears that it changed."""
    told = {
        url: [line for line in lines if "data-version" not in line] for url, lines in found.items()
    }
    return {url: lines for url, lines in told.items() if lines}


def test_an_application_shows_in_the_count_alone(index):
    demand, firm = open_demand(), OrganisationFactory()
    forecast(firm)
    bidder = person_of(firm)
    indexed()
    clients = readers()
    before = seen_by(clients)
    assert all(url_of(demand) in pages for pages in before)
    claim_for(demand, firm, by=bidder)
    for earlier, later in zip(before, seen_by(clients), strict=True):
        found = told_in(differences(earlier, later))
        assert [COUNT in line for line in found.pop(url_of(demand))] == [True]
        assert set(found) <= TICKER
        told = "".join(line for lines in found.values() for line in lines)
        assert demand.title in told
        assert firm.name not in told


def test_what_becomes_of_it_shows_nowhere(index):
    owner = AgencyFactory()
    officer = person_of(owner, Role.EDITOR)
    claims = [claim_for(open_demand(owner, path=Demand.Path.PROCUREMENT)) for _ in range(3)]
    indexed()
    clients = readers()
    before = seen_by(clients)
    accept_claim(claims[0], by=officer)
    decline_claim(claims[1], by=officer, reason="另有方案")
    withdraw_claim(claims[2], by=claims[2].submitted_by)
    assert list(map(differences, before, seen_by(clients))) == [{}] * len(clients)
