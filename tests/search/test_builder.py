"""Rows become documents, in a number of queries that does not grow with them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.listings.models import Case, DemandParty, Indicator, OpenedResource
from marketplace.organisations.models import Kind
from search.builder import documents_of, published_keys
from search.documents import ListingDocument
from tests.claims.factories import (
    CapabilityLifecycleFactory,
    capability_of,
    open_demand,
    with_lifecycle,
)
from tests.factories import (
    AgencyFactory,
    DistrictFactory,
    DomainFactory,
    IndustryFactory,
    OrganisationFactory,
    ParkFactory,
    QualificationKindFactory,
    ResourceKindFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def document_of(listing) -> ListingDocument:
    (found,) = documents_of({f"{listing.KEY}:{listing.pk}": 1})
    return found


def full_demand(number: int = 1):
    demand = open_demand(
        AgencyFactory(name=f"厦门市排水中心{number}", short_name="排水中心"),
        title="积水预报",
        goals="提前量",
        content="布设终端",
        background="老城区积水",
        budget_kind="range",
        budget_low=Decimal(3_800_000),
        budget_high=Decimal(4_800_000),
    )
    demand.domains.set([DomainFactory(slug="city-brain")])
    top = IndustryFactory(slug="it")
    demand.industries.set([IndustryFactory(slug="it-iot", parent=top)])
    demand.districts.set([DistrictFactory(slug="siming"), DistrictFactory(slug="huli")])
    demand.parks.set([ParkFactory(slug="torch-park", name="火炬园")])
    demand.qualifications.set([QualificationKindFactory(slug="iso27001")])
    demand.save()
    Indicator.objects.create(demand=demand, name="命中率", value="80", unit="%")
    kind = ResourceKindFactory(slug="data")
    OpenedResource.objects.create(
        demand=demand, kind=kind, text="雨量数据", condition="unconditional", access="download"
    )
    DemandParty.objects.create(
        demand=demand, organisation=OrganisationFactory(name=f"交警支队{number}"), part="support"
    )
    return demand


def full_capability(number: int = 1):
    capability = capability_of(
        OrganisationFactory(name=f"鹭潮水科技{number}"),
        title="耦合预报",
        description="管网模型",
        price_low=Decimal(1_200_000),
        maturity="scaled",
        first_of_kind="version",
        delivers_everywhere=False,
    )
    capability.delivers_to.set([DistrictFactory(slug="siming")])
    capability.save()
    Case.objects.create(capability=capability, customer="某排水集团", place="福建", result="82%")
    return capability


def test_a_demand_says_what_its_rows_say() -> None:
    demand = full_demand()
    closes = datetime(2026, 12, 18, 9, tzinfo=UTC)
    demand = with_lifecycle(demand, closes_at=closes, unit=UnitFactory(name="防汛科"))
    document = document_of(demand)
    assert (document.key, document.list_key) == (f"demand:{demand.pk}", "government_demands")
    assert document.body == "提前量\n布设终端\n命中率 ≥ 80 %"
    assert document.context == "老城区积水\n雨量数据"
    for name in ("排水中心", "防汛科", "交警支队1", "火炬园"):
        assert name in document.names
    assert document.industries == ("it-iot",)
    assert document.industry_tops == ("it",)
    assert document.districts == ("huli", "siming")
    assert document.opens == ("data",)
    assert document.budget_band == "200-500"
    assert document.closes_at == int(closes.timestamp())
    assert document.first_of_kind == "counts"


def test_a_capability_says_what_its_rows_say() -> None:
    document = document_of(full_capability())
    assert document.list_key == "capabilities"
    assert document.context == "某排水集团 82%"
    assert "福建" not in document.context
    assert (document.everywhere, document.districts) == (False, ("siming",))
    assert (document.cases, document.maturity, document.first_of_kind) == (1, "scaled", "version")


def test_what_delivers_everywhere_is_found_in_every_district() -> None:
    document = document_of(capability_of(OrganisationFactory()))
    assert document.everywhere
    assert {"siming", "xiangan"} <= set(document.districts)


def test_an_undisclosed_budget_says_so() -> None:
    assert document_of(open_demand()).budget_band == "undisclosed"


@pytest.mark.parametrize(
    ("kind", "list_key"),
    [
        (Kind.AGENCY, "government_demands"),
        (Kind.STATE_FIRM, "government_demands"),
        (Kind.FIRM, "enterprise_demands"),
        (Kind.RESEARCH, "enterprise_demands"),
    ],
)
def test_the_owners_kind_decides_the_list(kind: str, list_key: str) -> None:
    assert document_of(open_demand(OrganisationFactory(kind=kind))).list_key == list_key


def test_reading_takes_the_same_number_of_queries_for_one_and_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    demands = [full_demand(number) for number in range(5)]
    capabilities = [full_capability(number) for number in range(5)]
    for some in (1, 5):
        keys = [f"demand:{demand.pk}" for demand in demands[:some]]
        keys += [f"capability:{capability.pk}" for capability in capabilities[:some]]
        with django_assert_num_queries(9 + 8):
            assert len(list(documents_of(dict.fromkeys(keys, 3)))) == 2 * some


def test_a_withdrawn_listing_is_hidden_and_a_draft_is_none_at_all() -> None:
    withdrawn = with_lifecycle(open_demand(), state="withdrawn")
    draft = with_lifecycle(open_demand(), state="unpublished")
    keys = {f"demand:{one.pk}": 4 for one in (withdrawn, draft)}
    (document,) = documents_of(keys)
    assert (document.key, document.visible, document.title) == (
        f"demand:{withdrawn.pk}",
        False,
        "",
    )
    assert set(published_keys()) == {document.key}


def test_a_capability_that_is_not_live_is_hidden() -> None:
    capability = CapabilityLifecycleFactory(capability__live=False).capability
    (document,) = documents_of({f"capability:{capability.pk}": 1})
    assert not document.visible
