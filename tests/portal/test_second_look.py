"""What hardly fits and what nearly fits: who is told, and what conditions cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.listings.models import Capability, Demand
from marketplace.organisations.models import Organisation, Role
from marketplace.portal.missing import Missing, missing_facts
from marketplace.portal.pairs import matches_of_demand
from search.weights import WEIGHTS
from tests.claims.factories import person_of, with_lifecycle
from tests.factories import OrganisationFactory, QualificationFactory, QualificationKindFactory
from tests.matches.factories import Pair
from tests.portal.pairs import flood_demand, forecast, forecasts, indexed, page, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

ONE_SHORT = "差一项："
COSTS = "您的条件挡住了多少企业"
NOTHING = "暂时没有很匹配的能力"


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let texts match that say the same as all others, whose words are therefore common."""
    monkeypatch.setitem(WEIGHTS.evidence, "least_words", 0.0)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def holder(*slugs: str) -> Organisation:
    """Return a firm that holds some certificates today and that of ISO 27001 no more."""
    firm = OrganisationFactory()
    today = timezone.localdate()
    for slug in slugs:
        kind = QualificationKindFactory(slug=slug)
        QualificationFactory(organisation=firm, kind=kind, valid_until=today + timedelta(days=9))
    return firm


def asking(*slugs: str) -> Demand:
    demand = flood_demand()
    demand.qualifications.set([QualificationKindFactory(slug=slug) for slug in slugs])
    demand.save()
    return demand


def rows_of(shown: str, *, below: str = "") -> list[str]:
    """Return the numbers of the capabilities in the list, or in what stands below a heading."""
    start, _, rest = shown.partition('id="near-t"')
    part = rest if below else start
    return [row.split("/")[2] for row in part.split('<li class="match-row"><h3><a href="')[1:]]


def number(capability: Capability) -> str:
    return str(capability.lifecycle.number)


def test_where_nothing_fits_well_the_page_says_so_and_what_to_do(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    shown = page(client, url_of(demand, "matches"))
    assert NOTHING in shown
    assert "还可以做" in shown
    before, _, hidden = shown.partition("<details")
    assert number(capability) not in before
    assert number(capability) in hidden.partition("</details>")[0]
    assert "?via=" not in shown
    beside = page(client, url_of(demand))
    assert NOTHING in beside
    assert 'class="match-row"' not in beside
    assert "暂时没有很匹配的开放需求" in page(client, url_of(capability, "matches"))


@pytest.mark.usefixtures("few", "alike")
def test_what_fails_one_condition_is_named_to_the_owner_and_the_firm_alone(client: Client) -> None:
    demand = asking("iso27001", "cmmi3")
    fitting = forecast(holder("iso27001", "cmmi3"))
    lacking = holder("cmmi3")
    near, far = forecast(lacking), forecast(holder())
    indexed()
    address = url_of(demand, "matches")
    owner = page(signed_in(person_of(demand.lifecycle.owner, Role.EDITOR)), address)
    assert rows_of(owner) == [number(fitting)]
    assert rows_of(owner, below="near") == [number(near)]
    assert owner.count(ONE_SHORT) == 1
    assert "另有 1 项差两项以上" in owner
    assert number(far) not in owner
    for reader in (
        client,
        signed_in(person_of(OrganisationFactory())),
        signed_in(person_of(lacking)),
    ):
        shown = page(reader, address)
        assert sorted(rows_of(shown)) == sorted(map(number, (fitting, near, far)))
        assert ONE_SHORT not in shown
        assert COSTS not in shown
    firm = page(signed_in(person_of(lacking)), url_of(near, "matches"))
    assert firm.count(ONE_SHORT) == 1
    assert "离需求还差什么" in firm
    assert ONE_SHORT not in page(client, url_of(near, "matches"))


@pytest.mark.usefixtures("few", "alike")
def test_the_costs_of_conditions_count_firms_once() -> None:
    demand = asking("iso27001", "cmmi3")
    firm = holder("iso27001")
    for capability in (forecast(firm), forecast(firm), forecast(holder("cmmi3"))):
        assert capability.is_public
    indexed()
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    found = matches_of_demand(demand, officer, now=timezone.now(), size=20)
    assert found.costs is not None
    assert (found.costs.counts.holders, found.costs.counts.fitting) == (2, 0)
    assert [(row.failing, row.alone) for row in found.costs.rows] == [(1, 1), (1, 1)]
    assert len(found.costs.pairs) == 1
    shown = page(signed_in(officer), url_of(demand, "matches"))
    assert "同时要求，就没有企业了" in shown
    assert "只差一项条件" in page(signed_in(officer), url_of(demand))


@pytest.mark.usefixtures("few", "alike")
def test_a_second_look_asks_the_same_queries_whatever_it_finds(settings) -> None:
    settings.CLOCK_OFFSET = False
    demand = asking("iso27001")
    forecast(holder())
    client = signed_in(person_of(demand.lifecycle.owner, Role.EDITOR))
    asked = []
    for more in (0, 9):
        for capability in forecasts(more):
            QualificationFactory(organisation=capability.lifecycle.owner)
        indexed()
        page(client, url_of(demand, "matches"))
        with CaptureQueriesContext(connection) as captured:
            page(client, url_of(demand, "matches"))
        asked.append(len(captured))
    assert asked[0] >= asked[1] - 1


def test_a_firm_reads_in_its_workbench_which_facts_are_missing_for_how_many_demands() -> None:
    pair = Pair()
    pair.demand.qualifications.set([QualificationKindFactory(slug="iso27001")])
    pair.demand.save()
    found = missing_facts(pair.bidder, now=timezone.now())
    assert found.failed is not None
    assert [(row.failing, row.alone) for row in found.failed.rows] == [(1, 1)]
    assert found.unknown is not None
    assert "离需求还差什么" in page(signed_in(pair.bidder), "/workbench/")
    for other in (pair.officer, person_of(OrganisationFactory())):
        assert missing_facts(other, now=timezone.now()) == Missing(None, None)
        assert "离需求还差什么" not in page(signed_in(other), "/workbench/")
    with_lifecycle(pair.demand, state="withdrawn", withdrawn_reason="取消")
    assert missing_facts(pair.bidder, now=timezone.now()) == Missing(None, None)
