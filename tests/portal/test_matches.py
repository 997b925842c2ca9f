"""Pages of matches: a score in parts, both texts, conditions, and who may know what."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from marketplace.organisations.models import CreditFact, Qualification, Role
from search.engine import builds
from tests.claims.factories import capability_of, person_of, with_lifecycle
from tests.factories import (
    CreditFactFactory,
    OrganisationFactory,
    QualificationFactory,
)
from tests.portal.pairs import (
    flood_demand,
    forecast,
    forecasts,
    indexed,
    match_url,
    number_in,
    page,
    text_of,
    url_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "few")]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def test_the_parts_shown_add_up_to_the_total_shown(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    shown = page(client, match_url(demand, capability))
    total = number_in(r'score-xl mb-1"><b>(\d+)</b>', shown)
    parts = [int(points) for points in re.findall(r"<b>(\d+)</b> / \d+</span><p>", shown)]
    assert len(parts) == 5
    assert sum(parts) == total > 0


def test_both_texts_carry_the_same_numbers_linked_across(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    shown = page(client, match_url(demand, capability))
    numbers = re.findall(r'<sup id="([dc]-\d+)"', shown)
    partners = set(re.findall(r'<a href="#([dc]-\d+)" class="tm', shown))
    assert len(numbers) == len(set(numbers))
    assert partners
    assert partners <= set(numbers)


def test_markup_in_a_text_stays_text_on_both_sides(client: Client) -> None:
    script = "<script>alert(1)</script>水位监测"
    demand, capability = flood_demand(summary=script), forecast(summary=script)
    indexed()
    for address in (
        match_url(demand, capability),
        url_of(demand),
        url_of(capability),
        url_of(demand, "matches"),
    ):
        assert "<script>alert" not in page(client, address)


def test_a_failed_condition_is_read_by_the_firm_and_the_demands_owner_only(client: Client) -> None:
    firm = OrganisationFactory()
    demand, capability = flood_demand(), forecast(firm)
    QualificationFactory(organisation=firm, valid_until=today(-1))
    indexed()
    address = match_url(demand, capability)
    insiders = [person_of(firm, Role.VIEWER), person_of(demand.lifecycle.owner, Role.EDITOR)]
    for insider in insiders:
        assert 'class="fail"' in page(signed_in(insider), address)
    public = page(client, address)
    assert "tag-bad" not in public
    assert 'class="fail"' not in public


SECRETS = {
    "expired": {"valid_until": today(-30)},
    "expired otherwise": {"valid_until": today(-1)},
    "not valid yet": {"valid_from": today(10), "valid_until": today(900)},
    "undated": {},
    "absent": None,
}


@pytest.mark.parametrize("name", SECRETS)
def test_the_public_cannot_tell_one_condition_that_is_not_met_from_another(name: str) -> None:
    firm = OrganisationFactory()
    demand, capability = flood_demand(), forecast(firm)
    capability.qualifications.set(demand.qualifications.all())
    capability.save()
    certificate = QualificationFactory(organisation=firm, valid_until=today(-400))
    addresses = [
        match_url(demand, capability),
        url_of(demand),
        url_of(capability),
        url_of(demand, "matches"),
        url_of(capability, "matches"),
    ]
    outsider = person_of(OrganisationFactory())
    readers = [Client(), signed_in(outsider)]
    indexed()
    before = [page(reader, address) for reader in readers for address in addresses]
    secret = SECRETS[name]
    certificate.delete()
    if secret is not None:
        QualificationFactory(organisation=firm, **secret)
    indexed()
    assert [page(reader, address) for reader in readers for address in addresses] == before


def test_the_public_cannot_tell_a_credit_listing_from_what_nobody_checked() -> None:
    firm = OrganisationFactory()
    demand, capability = flood_demand(), forecast(firm)
    addresses = [match_url(demand, capability), url_of(demand), url_of(capability)]
    indexed()
    before = [page(Client(), address) for address in addresses]
    CreditFactFactory(organisation=firm, answer=CreditFact.Answer.YES)
    indexed()
    assert [page(Client(), address) for address in addresses] == before


def test_a_condition_that_is_met_is_public(client: Client) -> None:
    firm = OrganisationFactory()
    demand, capability = flood_demand(), forecast(firm)
    Qualification.objects.filter(organisation=firm).delete()
    QualificationFactory(organisation=firm, valid_until=today(300))
    indexed()
    assert today(300).isoformat() in page(client, match_url(demand, capability))


def test_where_a_firm_is_registered_is_said_not_to_count(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    assert "企业所在地不计分" in page(client, match_url(demand, capability))


def test_no_page_names_a_position_of_the_journal(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    documents = builds().current().documents([f"demand:{demand.pk}"])
    assert documents[f"demand:{demand.pk}"].version is not None
    shown = page(client, match_url(demand, capability))
    assert re.search(r"算法版本 <span[^>]*>[0-9a-f]{6}(-[0-9a-f]{6}){2,3}<", shown)


@pytest.mark.parametrize("unpublished", ["demand", "capability"])
def test_a_pair_with_a_draft_is_not_there(client: Client, unpublished: str) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    listing = demand if unpublished == "demand" else capability
    type(listing.lifecycle)._default_manager.filter(pk=listing.lifecycle.pk).update(
        state="unpublished"
    )
    assert client.get(match_url(demand, capability)).status_code == 404


def test_a_pair_with_a_withdrawn_listing_leads_to_the_page_that_says_so(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    with_lifecycle(demand, state="withdrawn", withdrawn_reason="项目取消")
    response = client.get(match_url(demand, capability), follow=True)
    assert response.redirect_chain == [(url_of(demand), 302)]
    assert "项目取消" in response.content.decode()


def test_all_matches_are_paged_and_a_page_past_the_last_is_the_last(client: Client) -> None:
    demand = flood_demand()
    forecasts(35)
    indexed()
    first = page(client, url_of(demand, "matches"))
    total = number_in(r"(\d+) 项</p>", first)
    assert first.count('class="match-row"') == 20 < total
    last = client.get(url_of(demand, "matches"), {"page": "999999999999"})
    assert text_of(last).count('class="match-row"') == total - 20
    nonsense = client.get(url_of(demand, "matches"), {"page": "x"})
    assert text_of(nonsense).count('class="match-row"') == 20


def test_without_an_index_every_page_opens_and_says_that_matching_rests(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    for address in (
        match_url(demand, capability),
        url_of(demand),
        url_of(capability),
        url_of(demand, "matches"),
        url_of(capability, "matches"),
    ):
        assert "匹配暂停服务" in page(client, address)


def test_without_an_engine_every_page_opens_and_says_so(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    with override_settings(ELASTICSEARCH_URL="http://127.0.0.1:1"):
        builds.cache_clear()
        shown = [page(client, url_of(demand)), page(client, match_url(demand, capability))]
    builds.cache_clear()
    assert all("匹配暂停服务" in text for text in shown)


def test_what_the_index_does_not_hold_yet_is_being_worked_out(client: Client) -> None:
    flood_demand()
    indexed()
    late, capability = flood_demand(), forecast()
    assert "正在计算匹配" in page(client, url_of(late))
    assert "正在计算匹配" in page(client, match_url(late, capability))


def first_match(shown: str) -> str:
    found = re.search(r'<li class="match-row"><h3><a href="([^"]+)"', shown)
    return found[1] if found else ""


def test_ones_own_best_match_stands_first() -> None:
    firm = OrganisationFactory()
    demand = flood_demand()
    own = capability_of(firm, title="水位监测与积水预报", summary="另做停车收费与车位引导。")
    forecasts(12)
    indexed()
    assert first_match(page(Client(), url_of(demand))) not in {"", url_of(own)}
    assert first_match(page(signed_in(person_of(firm)), url_of(demand))) == url_of(own)


def test_a_pair_whose_bids_are_judged_is_promised_no_reasons(client):
    demand, capability = flood_demand(mode="challenge"), forecast()
    indexed()
    url = match_url(demand, capability)
    assert "理由" in page(client, url)
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(seconds=1))
    indexed()
    said = page(client, url).partition("<main")[2].partition("</main>")[0]
    assert "需求与能力" in said
    assert "不再展示匹配结果" in said
    assert "理由" not in said
