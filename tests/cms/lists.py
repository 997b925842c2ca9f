"""Public items for the lists, and the lists as a reader gets them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from marketplace.listings.models import Demand, OpenedResource
from marketplace.taxonomy.models import District, Domain, Industry, ResourceKind
from search import builds
from tests.claims.factories import open_demand, with_lifecycle

DEMANDS = "/demands/"


def demand(title: str = "老城区易涝点积水预报", **options: Any) -> Demand:
    """Return a public demand; terms by slug, lifecycle fields in `lifecycle`."""
    terms = {name: options.pop(name, ()) for name in ("domains", "industries", "districts")}
    opens = options.pop("opens", ())
    lifecycle = options.pop("lifecycle", {})
    owner = options.pop("owner", None)
    row = open_demand(owner, **{"title": title, **options})
    for name, model in (("domains", Domain), ("industries", Industry), ("districts", District)):
        getattr(row, name).set(model.objects.filter(slug__in=terms[name]))
    row.save()
    for slug in opens:
        OpenedResource.objects.create(
            demand=row,
            kind=ResourceKind.objects.get(slug=slug),
            text="雨量",
            condition="unconditional",
            access="download",
        )
    return with_lifecycle(row, **lifecycle) if lifecycle else row


def indexed() -> None:
    """Put what is public into a new index."""
    builds.rebuild()


def read(client: Client, address: str = DEMANDS) -> str:
    """Return the text of a page that opens, without the breaks that titles carry."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode().replace("<wbr>", "")


def titles(text: str) -> list[str]:
    """Return the titles of the result cards in order, without marks."""
    found = re.findall(r'<li class="result">.*?<h2><a[^>]*>(.*?)</a></h2>', text, re.DOTALL)
    return [re.sub(r"</?mark>", "", title) for title in found]


def count_of(text: str, facet: str, value: str) -> int:
    """Return the number beside a facet's choice."""
    pattern = rf'id="{facet}-{value}".*?<span class="num">(\d+)</span>'
    found = re.search(pattern, text, re.DOTALL)
    assert found, (facet, value)
    return int(found.group(1))
