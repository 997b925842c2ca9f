"""Applications side by side: what the demand measures first, also where nobody answered it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.claims.actions import reread
from marketplace.claims.comparing import comparison_rows
from marketplace.claims.drafted import Drafted, cases_of
from marketplace.claims.drafting import Edit, add_file, save_draft
from marketplace.claims.partnering import answer_invitation, invite_partner
from marketplace.core import clock
from marketplace.listings.models import Case, Demand, Indicator, OpenedResource
from marketplace.organisations.models import Role
from tests.claims.factories import capability_of, claim_for, draft_for, open_demand, pdf, person_of
from tests.claims.factories import sent as send
from tests.factories import OrganisationFactory, ResourceKindFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

RATE, LEAD = "命中率 ≥ 80 %", "提前量 ≥ 30 分钟"
DATA = "雨量站逐分钟数据"


@pytest.fixture
def demand():
    demand = open_demand(path="research", cooperation="consortium")
    demand.indicators = [
        Indicator(name="命中率", comparison="ge", value="80", unit="%"),
        Indicator(name="提前量", comparison="ge", value="30", unit="分钟"),
    ]
    demand.opened_resources = [
        OpenedResource(
            kind=ResourceKindFactory(), text=DATA, condition="conditional", access="interface"
        )
    ]
    demand.save()
    return demand


def full(demand):
    """Return a claim that says something of everything but the second indicator."""
    firm = OrganisationFactory()
    by = person_of(firm)
    capability = capability_of(firm)
    capability.cases.add(Case(customer="某区水务局", place="厦门", year=2025, result="命中八成"))
    capability.save()
    draft = draft_for(demand, firm, by, price="46.8", schedule="八个月")
    asked = {one.name: one for one in Drafted(draft, by=by).questions}
    rate = next(name for name, one in asked.items() if one.about == RATE)
    texts = {rate: "实测 86 %", "cases": ",".join(cases_of(firm))}
    texts |= {name: "率定模型" for name in asked if name.startswith("purpose-")}
    texts |= {name: "只在安全域内" for name in asked if name.startswith("terms-")}
    save_draft(draft, by=by, edits={name: Edit(text) for name, text in texts.items()})
    add_file(draft, pdf("方案.pdf"), by=by)
    beside = OrganisationFactory(name="厦门某监测有限公司")
    partner = invite_partner(draft, beside, part="负责终端", by=by)
    answer_invitation(partner, by=person_of(beside), joins=True)
    return send(draft, by)


def rows_of(demand, *claims):
    return comparison_rows(claims, at=clock.now())


def test_what_the_demand_asks_comes_first_and_in_its_order(demand):
    claims = full(demand), claim_for(demand)
    found = {row.label: row.cells for row in rows_of(demand, *claims)}
    assert list(found)[:7] == [RATE, LEAD, DATA, "案例", "参考报价", "文件", "合作单位"]
    assert found[RATE] == ("实测 86 %", "")
    assert found[LEAD] == ("", "")
    assert found[DATA] == ("率定模型\n只在安全域内", "")
    assert found["案例"] == ("某区水务局 厦门 2025\n命中八成", "")
    assert found["参考报价"] == ("46.8 万元", "")
    assert found["文件"] == ("方案.pdf", "")
    assert found["合作单位"] == ("厦门某监测有限公司：负责终端", "")


@pytest.mark.parametrize("path", ["procurement", "innovation_procurement", "pilot"])
def test_no_price_is_compared_where_the_path_lets_none_be_named(demand, path):
    claims = full(demand), claim_for(demand)
    Demand.objects.filter(pk=demand.pk).update(path=path)
    fresh = [reread(one.pk) for one in claims]
    cells = [cell for row in rows_of(demand, *fresh) for cell in row.cells]
    assert not any("46.8" in cell for cell in cells)


def test_an_answer_to_an_indicator_that_changed_since_stands_below_the_present_ones(demand):
    claims = full(demand), claim_for(demand)
    demand.indicators = [Indicator(name="命中率", comparison="ge", value="90", unit="%")]
    demand.save()
    fresh = [reread(one.pk) for one in claims]
    found = rows_of(demand, *fresh)
    assert [(row.label, row.cells) for row in found[:2]] == [
        ("命中率 ≥ 90 %", ("", "")),
        (RATE, ("实测 86 %", "")),
    ]


def test_the_page_shows_them_to_the_officer(client, demand):
    claims = full(demand), claim_for(demand)
    client.force_login(person_of(demand.lifecycle.owner, Role.EDITOR))
    page = client.get(
        reverse("claims:compare", args=[demand.lifecycle.number]),
        {"claim": [one.receipt for one in claims]},
    ).text
    places = [page.index(said) for said in (RATE, LEAD, DATA, "46.8", "方案.pdf", "负责终端")]
    assert places == sorted(places)
