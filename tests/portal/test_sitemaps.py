"""The map of the site names what is public and nothing else."""

import pytest
from django.test import Client

from tests.claims.factories import with_lifecycle
from tests.portal.pairs import flood_demand, forecast, url_of


@pytest.mark.django_db
def test_the_map_names_public_listings_under_the_host_that_was_asked(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    hidden = with_lifecycle(flood_demand(), state="withdrawn")
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    shown = response.content.decode()
    for listing in (demand, capability):
        assert f"<loc>http://testserver{url_of(listing)}</loc>" in shown
    assert url_of(hidden) not in shown
