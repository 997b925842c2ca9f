"""A demand and a capability that fit each other, published and in the index."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from marketplace.listings.models import Capability, Demand
from marketplace.organisations.models import Organisation
from search import builds
from tests.claims.factories import capability_of, open_demand
from tests.factories import OrganisationFactory, QualificationKindFactory

SUMMARY = "在易涝点布设水位监测终端，结合雷达短临降雨做三十分钟积水预报，并联动泵站。"
OFFER = "把排水管网模型与地面水文耦合，接入水位监测和雷达降雨，逐易涝点给出积水深度预报。"


def flood_demand(**content: Any) -> Demand:
    """Return a demand that asks for ISO 27001."""
    demand = open_demand(**{"title": "老城区易涝点积水预报", "summary": SUMMARY, **content})
    demand.qualifications.set([QualificationKindFactory(slug="iso27001")])
    demand.save()
    return demand


def forecast(firm: Organisation | None = None, **content: Any) -> Capability:
    """Return a capability that fits it."""
    given = {"title": "城市内涝积水预报系统", "summary": OFFER, **content}
    return capability_of(firm or OrganisationFactory(), **given)


def forecasts(count: int) -> list[Capability]:
    """Return capabilities that each speak of some of what the demand asks for; at most 35."""
    words = ("易涝点", "水位监测", "雷达", "降雨", "积水预报", "泵站联动")
    some = [*combinations(words, 3), *combinations(words, 2)][:count]
    return [forecast(title="".join(said), summary="提供" + "与".join(said)) for said in some]


def indexed() -> None:
    """Put what is published into a new index."""
    builds.rebuild()


def url_of(listing: Demand | Capability, *more: str) -> str:
    """Return the address of a listing's page, or of one below it."""
    kind = "demands" if listing.KEY == "demand" else "capabilities"
    return "/".join(["", kind, str(listing.lifecycle.number), *more, ""])


def match_url(demand: Demand, capability: Capability) -> str:
    """Return the address of a pair's page."""
    return url_of(demand, "matches", str(capability.lifecycle.number))


def text_of(response: HttpResponseBase) -> str:
    """Return a page without the instant and the form keys of this delivery."""
    page = cast("HttpResponse", response).content.decode()
    page = re.sub(r'<meta name="server-now"[^>]*>', "", page)
    page = re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", page)
    return re.sub(r'<span class="cd[^>]*>.*?</span>', "", page)


def number_in(pattern: str, text: str) -> int:
    """Return the number that a pattern finds in a text."""
    found = re.search(pattern, text)
    assert found is not None, pattern
    return int(found[1])


def page(client: Client, address: str) -> str:
    """Return the text of a page that opens."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return text_of(response)
