"""Short addresses, share cards, and what browsers learn of the search."""

from __future__ import annotations

import re

import pytest
from defusedxml import ElementTree

from search import builds
from tests.claims.factories import capability_of, open_demand, with_lifecycle
from tests.factories import OrganisationFactory
from tests.portal.pairs import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


def test_a_number_is_a_short_address_in_either_case(client):
    for number, target in (
        ("XQ-2026-0007", "/demands/XQ-2026-0007/"),
        ("nl-2026-0012", "/capabilities/NL-2026-0012/"),
    ):
        response = client.get(f"/{number}")
        assert (response.status_code, response["Location"]) == (301, target)
    for wrong in ("XQ-2026", "XQ-2026-123456789", "AB-2026-0001", "XQ-２０２６-0001"):
        assert client.get(f"/{wrong}", follow=True).status_code == 404


def test_a_public_listing_has_a_card_with_its_short_address_and_code(client):
    demand, capability = open_demand(title="泵站联动"), capability_of(OrganisationFactory())
    for kind, listing in (("demands", demand), ("capabilities", capability)):
        number = listing.lifecycle.number
        address = f"/{kind}/{number}/share/"
        assert f'href="{address}"' in page(client, f"/{kind}/{number}/")
        shown = page(client, address)
        assert f"http://testserver/{number}</code>" in shown
        assert 'class="segno"' in shown
        assert f'property="og:url" content="http://testserver/{kind}/{number}/"' in shown
        assert re.search(r'property="og:image" content="http://testserver/\S+share\S*\.png"', shown)
        assert "style=" not in shown


def test_what_is_not_public_has_no_card(client):
    demand = with_lifecycle(open_demand(), state="withdrawn")
    assert client.get(f"/demands/{demand.lifecycle.number}/share/").status_code == 404
    assert client.get("/demands/XQ-1999-0001/share/").status_code == 404


def test_browsers_find_the_search_and_its_suggestions(client):
    open_demand(title="泵站联动")
    builds.rebuild()
    assert 'rel="search" type="application/opensearchdescription+xml"' in page(client, "/feeds/")
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    urls = {
        one.get("type"): one.get("template")
        for one in ElementTree.fromstring(response.content).iter()
        if one.tag.endswith("Url")
    }
    assert urls["text/html"] == "http://testserver/search/?q={searchTerms}"
    suggestions = urls["application/x-suggestions+json"]
    assert suggestions == "http://testserver/search/suggestions.json?q={searchTerms}"
    response = client.get("/search/suggestions.json", {"q": "泵站"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    typed, texts, kinds, links = response.json()
    assert (typed, texts, kinds) == ("泵站", ["泵站联动"], ["需求"])
    assert links[0].startswith("http://testserver/demands/XQ-")
    assert client.get("/search/suggestions.json", {"q": "\x00" * 500}).status_code == 200
