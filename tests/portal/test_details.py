"""The pages of a demand and a capability: what they say, to whom, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.claims.actions import decline_claim
from marketplace.listings.models import (
    CapabilityLifecycle,
    Case,
    Demand,
    DemandLifecycle,
    DemandParty,
    Indicator,
    OpenedResource,
)
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of, with_lifecycle
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    OrganisationFactory,
    QualificationFactory,
    QualificationKindFactory,
    ResourceKindFactory,
    UserFactory,
)
from tests.portal.pairs import (
    flood_demand,
    forecast,
    forecasts,
    indexed,
    page,
    url_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "few")]

MOST_QUERIES = 35
HOUR = timedelta(hours=1)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def state_of(client: Client, demand: Demand) -> str:
    """Return the state of the claim box that a reader sees."""
    found = re.search(r'class="claim" data-state="(\w+)"', page(client, url_of(demand)))
    assert found is not None
    return found[1]


def box_of(client: Client, demand: Demand) -> str:
    shown = page(client, url_of(demand))
    return shown[shown.index('class="claim" data-state') : shown.index('class="stack-l a-main"')]


def test_everyone_reads_what_a_demand_says(client: Client) -> None:
    demand = open_demand(
        title="老城区易涝点积水预报",
        background="雨水管设计重现期低。",
        goals="提前三十分钟。",
        content="布设终端。",
        path=Demand.Path.PROCUREMENT,
        budget_kind="range",
        budget_high=4_800_000,
    )
    kind = ResourceKindFactory(slug="data")
    OpenedResource.objects.create(
        demand=demand,
        kind=kind,
        text="易涝点台账",
        condition="conditional",
        access="interface",
        approver="市级排水部门",
    )
    Indicator.objects.create(demand=demand, name="命中率", comparison="ge", value="80", unit="%")
    data = AgencyFactory(name="市级气象部门")
    DemandParty.objects.create(demand=demand, organisation=data, part="data")
    shown = page(client, url_of(demand))
    for said in (
        "雨水管设计重现期低。",
        "提前三十分钟。",
        "布设终端。",
        "480",
        "易涝点台账",
        "市级排水部门",
        "≥ 80 %",
        "市级气象部门",
        "采购须依法另行公告，对接不等于中标。",
        "北京时间",
    ):
        assert said in shown


def test_everyone_reads_what_a_capability_says(client: Client) -> None:
    capability = forecast(description="耦合模型。", delivers_everywhere=True)
    Case.objects.create(capability=capability, customer="某排水集团", place="福建", year=2025)
    shown = page(client, url_of(capability))
    for said in ("耦合模型。", "某排水集团", "2025", str(capability.lifecycle.owner)):
        assert said in shown


def test_a_summary_and_an_address_for_those_who_share_the_page(client: Client) -> None:
    demand = flood_demand()
    shown = page(client, url_of(demand))
    assert f'<meta property="og:title" content="{demand.title}">' in shown
    assert f'<link rel="canonical" href="http://testserver{url_of(demand)}">' in shown
    assert f'<meta name="description" content="{demand.summary}">' in shown


def test_markup_is_shown_as_text(client: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    demand = open_demand(title=evil, summary=evil, background=evil, content=evil, place=evil)
    assert "<img" not in page(client, url_of(demand))


def test_imported_items_are_marked_as_not_confirmed(client: Client) -> None:
    capability = forecast()
    CapabilityLifecycle.objects.filter(capability=capability).update(origin="imported")
    assert "未经企业确认" in page(client, url_of(capability))


@pytest.mark.parametrize("number", ["XQ-2026-9999", "nonsense", "NL-2026-0001"])
def test_an_unknown_number_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/demands/{number}/").status_code == 404


def test_a_number_in_small_letters_is_the_same(client: Client) -> None:
    demand = flood_demand()
    assert page(client, url_of(demand).lower())


def test_that_something_is_not_public_looks_as_if_it_were_not_there(client: Client) -> None:
    hidden = with_lifecycle(flood_demand(), state="unpublished", number="XQ-2026-7777")
    other = "/demands/XQ-2026-7778/"
    seen = client.get(url_of(hidden)), client.get(other)
    assert [response.status_code for response in seen] == [404, 404]
    pages = [re.sub(r"777\d|server-now[^>]*>", "", one.content.decode()) for one in seen]
    assert pages[0] == pages[1]


def test_a_withdrawn_demand_keeps_its_reason_and_none_of_its_text(client: Client) -> None:
    demand = with_lifecycle(
        flood_demand(background="不再公开的内容"), state="withdrawn", withdrawn_reason="项目取消"
    )
    shown = page(client, url_of(demand))
    assert "项目取消" in shown
    assert demand.title not in shown
    assert "不再公开的内容" not in shown
    assert '<meta name="robots" content="noindex">' in shown
    own = signed_in(person_of(demand.lifecycle.owner, Role.EDITOR))
    assert "不再公开的内容" in page(own, url_of(demand))


@pytest.mark.parametrize("visibility", ["signed_in", "verified"])
def test_who_may_not_see_a_contact_cannot_tell_one_from_another(visibility: str) -> None:
    demand = flood_demand()
    unverified = person_of(OrganisationFactory(unverified=True))
    readers = [Client()] if visibility == "signed_in" else [Client(), signed_in(unverified)]
    worlds = []
    for name, phone in (("王某", "0592-2000001"), ("李某某", "0592-2999999")):
        with_lifecycle(
            demand, contact_visibility=visibility, contact_name=name, contact_phone=phone
        )
        worlds.append([page(reader, url_of(demand)) for reader in readers])
    assert worlds[0] == worlds[1]
    verified = signed_in(person_of(OrganisationFactory()))
    assert "0592-2999999" in page(verified, url_of(demand))


def test_a_contact_for_everyone_is_shown_to_everyone(client: Client) -> None:
    demand = with_lifecycle(
        flood_demand(), contact_visibility="everyone", contact_phone="0592-2123456"
    )
    assert "0592-2123456" in page(client, url_of(demand))


def test_the_box_of_a_visitor_leads_to_sign_in(client: Client) -> None:
    demand = flood_demand()
    assert state_of(client, demand) == "anonymous"
    assert f"?next=/demands/{demand.lifecycle.number}/claim/" in box_of(client, demand).replace(
        "%2F", "/"
    )


def test_the_box_of_a_bid_manager_leads_to_the_form() -> None:
    demand = open_demand()
    reader = signed_in(person_of(OrganisationFactory()))
    assert state_of(reader, demand) == "open"
    assert f'href="/demands/{demand.lifecycle.number}/claim/"' in box_of(reader, demand)


@pytest.mark.parametrize(
    ("lifecycle", "content", "code"),
    [
        ({"opens_at": timezone.now() + 40 * HOUR}, {}, "not_open"),
        ({"closes_at": timezone.now() - HOUR}, {}, "closed"),
        ({}, {"mode": "challenge"}, "challenge"),
    ],
)
def test_a_shut_box_says_why_before_a_button_that_does_nothing(
    lifecycle: dict, content: dict, code: str
) -> None:
    demand = with_lifecycle(open_demand(**content), **lifecycle)
    for reader in (Client(), signed_in(person_of(OrganisationFactory()))):
        assert state_of(reader, demand) == code
        box = box_of(reader, demand)
        assert box.index("claim-state") < box.index(" disabled>")
        assert "btn-claim" not in box


def test_the_box_says_what_keeps_a_person_from_applying() -> None:
    demand = flood_demand()
    no_role = person_of(OrganisationFactory(), Role.VIEWER)
    unverified = person_of(OrganisationFactory(unverified=True))
    without = person_of(OrganisationFactory())
    agency = person_of(AgencyFactory(), Role.OWNER)
    states = {
        "not_member": UserFactory(),
        "wrong_role": no_role,
        "not_verified": unverified,
        "qualification": without,
    }
    for code, user in states.items():
        assert state_of(signed_in(user), demand) == code
        assert " disabled>" in box_of(signed_in(user), demand)
    assert state_of(signed_in(agency), demand) == "wrong_role"


def test_the_box_of_an_officer_leads_to_the_applications() -> None:
    demand = open_demand()
    officer = signed_in(person_of(demand.lifecycle.owner, Role.EDITOR))
    assert state_of(officer, demand) == "own_demand"
    assert f"/demands/{demand.lifecycle.number}/claims/" in box_of(officer, demand)


def test_the_box_follows_an_application_to_its_answer() -> None:
    demand = open_demand()
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    firms = [OrganisationFactory() for _ in range(2)]
    people = [person_of(firm) for firm in firms]
    claims = [claim_for(demand, firm, by) for firm, by in zip(firms, people, strict=True)]
    readers = [signed_in(user) for user in people]
    assert state_of(readers[0], demand) == "submitted"
    assert claims[0].receipt in box_of(readers[0], demand)
    accept(claims[0], by=officer, reason="")
    decline_claim(claims[1], by=officer, reason="周期过长")
    assert state_of(readers[0], demand) == "accepted"
    assert state_of(readers[1], demand) == "declined"
    assert "周期过长" in box_of(readers[1], demand)
    assert state_of(signed_in(person_of(OrganisationFactory())), demand) == "open"


def test_how_many_applied_is_said_only_where_the_path_allows(client: Client) -> None:
    quiet, plain = open_demand(path=Demand.Path.PROCUREMENT), open_demand()
    before = page(client, url_of(quiet))
    for demand in (quiet, plain):
        claim_for(demand)
    assert page(client, url_of(quiet)) == before
    assert "已有 1 家申请对接" in page(client, url_of(plain))
    closed = with_lifecycle(quiet, closes_at=timezone.now() - HOUR)
    assert "已有 1 家申请对接" in page(client, url_of(closed))


def queries(client: Client, address: str) -> int:
    page(client, address)
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


@pytest.mark.parametrize("reader", ["visitor", "firm"])
def test_the_number_of_queries_does_not_grow_with_the_matches(reader: str, settings) -> None:
    settings.CLOCK_OFFSET = False  # as in production: no query for the test clock's offset
    firm = OrganisationFactory()
    demand, capability = flood_demand(), forecast(firm)
    QualificationFactory(organisation=firm, valid_until=timezone.localdate())
    client = Client() if reader == "visitor" else signed_in(person_of(firm))
    addresses = [url_of(demand), url_of(capability)]
    indexed()
    few = [queries(client, address) for address in addresses]
    others = forecasts(8)
    for other in others:
        QualificationFactory(organisation=other.lifecycle.owner)
        flood_demand(title="积水预报" + other.title)
    indexed()
    many = [queries(client, address) for address in addresses]
    shown = [page(client, address).count('class="match-row"') for address in addresses]
    assert min(shown) > 3
    assert many == few
    assert max(many) <= MOST_QUERIES


def test_preview_draws_the_same_page_for_its_author(client: Client) -> None:
    draft = with_lifecycle(
        flood_demand(background="草稿里的背景"), state="unpublished", number=None, published_at=None
    )
    Demand.objects.filter(pk=draft.pk).update(live=False)
    draft = Demand.objects.get(pk=draft.pk)
    draft.save_revision(clean=False)
    author = MembershipFactory(organisation=draft.lifecycle.owner, role=Role.EDITOR).user
    address = f"/workbench/demands/{draft.pk}/preview/"
    shown = page(signed_in(author), address)
    assert "草稿里的背景" in shown
    assert "预览" in shown
    assert client.get(address).status_code == 302
    kinds = QualificationKindFactory._meta.model.objects
    assert kinds.filter(slug="iso27001").exists()
    assert DemandLifecycle.objects.get(demand=draft).number is None
