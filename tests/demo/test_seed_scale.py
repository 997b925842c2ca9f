"""Made listings for measuring are published, marked, different, and found after a rebuild."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from marketplace.demo import seeding
from marketplace.demo.scale import Texts
from marketplace.listings.models import Capability, CapabilityLifecycle, Demand, DemandLifecycle
from search.drift import drifts
from search.encoding import encoder
from search.engine import builds
from search.listing_search import ListQuery, search_listings
from search.models import Encoding
from tests.factories import AgencyFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owners() -> None:
    AgencyFactory()
    OrganisationFactory()


def test_the_same_seed_draws_the_same_texts() -> None:
    first, again, other = (list(Texts(seed).demands(50)) for seed in (1, 1, 2))
    assert first == again != other
    assert len({draft.body for draft in first}) == 50
    assert all(draft.title and len(draft.title) <= 80 for draft in first)
    assert all(draft.domains for draft in first)


def test_listings_are_published_marked_and_found_after_a_rebuild(
    owners: None, index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "CHUNK", 10)
    call_command("seed_scale", "60", verbosity=0)
    assert Demand.objects.public().count() == Capability.objects.public().count() == 30
    for model in (DemandLifecycle, CapabilityLifecycle):
        assert set(model.objects.values_list("is_example", flat=True)) == {True}
    call_command("search", "rebuild", verbosity=0)
    query = ListQuery(list_key="capabilities", now=datetime.now(UTC), facets=("domain", "maturity"))
    result = search_listings(query)
    assert result.total == 30
    assert sum(result.facet_counts["domain"].values()) >= 30
    assert drifts(builds().current()) == []


def test_vectors_may_be_drawn(owners: None, index: None) -> None:
    chosen = encoder()
    if chosen is None:
        with pytest.raises(CommandError, match="no encoder"):
            call_command("seed_scale", "4", "--vectors", "random", verbosity=0)
        return
    call_command("seed_scale", "4", "--vectors", "random", verbosity=0)
    assert Encoding.objects.filter(model=chosen.id, state=Encoding.State.DONE).count() == 4


def test_it_refuses_a_portal_in_production_and_one_without_organisations(
    settings: Any, owners: None
) -> None:
    settings.CLOCK_OFFSET = False
    with pytest.raises(CommandError, match="production"):
        call_command("seed_scale", "2")


def test_it_needs_organisations() -> None:
    with pytest.raises(CommandError, match="load the demo first"):
        call_command("seed_scale", "2")
