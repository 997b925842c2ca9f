"""The interface for programs: what pages show to everybody, and nothing else."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.organisations.models import Role
from tests.claims.factories import person_of, with_lifecycle
from tests.factories import OrganisationFactory, QualificationFactory, UserFactory
from tests.portal.pairs import (
    flood_demand,
    forecast,
    forecasts,
    indexed,
    match_url,
    page,
    url_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

HOSTILE = (
    '"',
    '-"',
    "\x00",
    "' OR 1=1 --",
    "title:*^5 AND (",
    "🙂" * 60,
    "长" * 10_000,
    "\u202e<script>",
    "../../etc",
    "%",
)


def asked(client: Client, address: str, *, status: int = 200, **given: Any) -> Any:
    response = client.get(f"/api/{address}", given)
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def numbers(answer: dict[str, Any], name: str = "items") -> list[str]:
    return [row["number"] for row in answer[name]]


def test_a_list_answers_as_its_page_does(client: Client) -> None:
    forecasts(23)
    indexed()
    queries: tuple[dict[str, Any], ...] = (
        {"q": "雷达"},
        {"q": "雷达 -泵站"},
        {"maturity": "scaled"},
        {"page": "2"},
        {"q": "无"},
    )
    for query in queries:
        shown = client.get("/capabilities/", query)
        found = asked(client, "capabilities", **query)
        links = re.findall(r'href="/capabilities/(NL-[\d-]+)/"', shown.content.decode())
        assert numbers(found) == list(dict.fromkeys(links)), query
        assert found["total"] == shown.context["found"].total
    assert {facet["name"] for facet in found["facets"]} >= {"industry", "domain"}
    assert found["ignored"] == {}
    assert asked(client, "capabilities", maturity="nonsense")["ignored"] == {
        "maturity": ["nonsense"]
    }


def test_a_demand_and_a_capability_are_read_without_contacts(client: Client) -> None:
    demand, capability = flood_demand(background="背景"), forecast()
    with_lifecycle(
        demand, contact_name="陈某某", contact_phone="0592-1234567", contact_visibility="everyone"
    )
    indexed()
    found = asked(client, f"demands/{str(demand.lifecycle.number).lower()}")
    assert (found["title"], found["background"]) == (demand.title, "背景")
    assert [one["slug"] for one in found["qualifications"]] == ["iso27001"]
    assert "陈某某" not in json.dumps(found, ensure_ascii=False)
    assert "0592" not in json.dumps(found)
    offered = asked(client, f"capabilities/{capability.lifecycle.number}")
    assert offered["title"] == capability.title
    assert numbers(asked(client, "demands")) == [demand.lifecycle.number]


@pytest.mark.parametrize("reader", ["visitor", "owner", "firm"])
@pytest.mark.usefixtures("few")
def test_what_a_firm_fails_is_given_to_nobody(reader: str) -> None:
    firm = OrganisationFactory()
    demand, capability = flood_demand(), forecast(firm)
    people = {"owner": person_of(demand.lifecycle.owner, Role.EDITOR), "firm": person_of(firm)}
    client = Client()
    if reader in people:
        client.force_login(people[reader])
    indexed()
    addresses = (
        f"demands/{demand.lifecycle.number}/matches",
        f"capabilities/{capability.lifecycle.number}/matches",
        f"matches/{demand.lifecycle.number}/{capability.lifecycle.number}",
    )
    before = [asked(client, address) for address in addresses]
    QualificationFactory(organisation=firm, valid_until=timezone.localdate() - timedelta(days=1))
    after = [asked(client, address) for address in addresses]
    assert before == after
    assert numbers(after[0]) == [capability.lifecycle.number]
    assert {one["answer"] for one in after[2]["conditions"]} <= {"met", "unknown"}


@pytest.mark.usefixtures("few")
def test_matches_are_those_of_the_page_and_parts_add_up(client: Client) -> None:
    demand = flood_demand()
    forecasts(9)
    indexed()
    found = asked(client, f"demands/{demand.lifecycle.number}/matches")
    shown = page(client, url_of(demand, "matches"))
    rows = re.findall(r'match-row"><h3><a href="/capabilities/(NL-[\d-]+)/', shown)
    assert numbers(found) == rows
    assert found["fits_well"] is True
    row = found["items"][0]
    why = asked(client, row["explanation"].removeprefix("/api/"))
    assert round(sum(part["points"] for part in why["parts"]), 4) == round(why["total"], 4)
    assert round(why["total"]) == row["total"]
    point = why["covered"][0]
    span = point["capability"][0]
    assert why["texts"]["capability"][span["part"]][span["start"] : span["end"]]
    assert "demand" not in why["versions"]
    assert (why["tier"], why["message"]) == ("words", "这里只比对了用词，没有比对含义。")


@pytest.mark.usefixtures("few")
def test_from_the_close_of_a_challenge_on_no_score_is_shown_to_anybody(client: Client) -> None:
    demand = flood_demand(mode="challenge")
    capability = forecast()
    indexed()
    number = demand.lifecycle.number
    pair = f"matches/{number}/{capability.lifecycle.number}"
    assert asked(client, f"demands/{number}/matches")["total"] == 1
    assert asked(client, pair)["total"] > 0
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(seconds=1))
    indexed()
    listed = asked(client, f"demands/{number}/matches")
    assert (listed["state"], listed["total"], listed["items"]) == ("judged", 0, [])
    assert (asked(client, pair)["state"], asked(client, pair)["total"]) == ("judged", None)
    owner = demand.lifecycle.owner
    readers: list[User] = [
        UserFactory(staff=True),
        *(person_of(owner, role) for role in Role.values),
    ]
    for reader in readers:
        browser = Client()
        browser.force_login(reader)
        for address in (url_of(demand), url_of(demand, "matches"), match_url(demand, capability)):
            shown = page(browser, address)
            assert "match-row" not in shown
            assert 'class="score' not in shown
    assert "match-row" not in page(Client(), url_of(capability))


def test_that_nothing_fits_well_is_said(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    indexed()
    found = asked(client, f"demands/{demand.lifecycle.number}/matches")
    assert (found["fits_well"], found["items"]) == (False, [])
    assert "没有很匹配" in found["message"]
    assert numbers(found, "weak") == [capability.lifecycle.number]


def test_what_is_not_public_is_not_there_for_its_owner_either() -> None:
    demand, capability = flood_demand(), forecast()
    with_lifecycle(demand, state="unpublished")
    client = Client()
    client.force_login(person_of(demand.lifecycle.owner, Role.OWNER))
    number = demand.lifecycle.number
    for address in (
        f"demands/{number}",
        f"demands/{number}/matches",
        f"matches/{number}/{capability.lifecycle.number}",
        "demands/XQ-1999-0001",
    ):
        problem = asked(client, address, status=404)
        assert problem == {"code": "not_found", "message": "这个编号下没有公开的内容。"}


def test_whatever_is_asked_gets_an_answer_or_a_clear_message(client: Client) -> None:
    demand = flood_demand()
    indexed()
    for text in HOSTILE:
        for address in ("demands", "capabilities", "suggestions"):
            asked(client, address, q=text)
        asked(client, "demands", domain=text, state=text, sort=text, batch=text)
    for given in ({"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"list_key": "users"}):
        problem = asked(client, "demands", status=422, **given)
        assert problem["code"] == "not_understood"
        assert next(iter(given)) in problem["message"]
        assert next(iter(given.values())) not in problem["message"] or given["page"] == "0"
    asked(client, f"demands/{demand.lifecycle.number}/matches", page=10_000)
    assert client.post("/api/demands", {}).status_code == 405


def test_without_an_engine_the_database_answers_and_matching_rests(client: Client) -> None:
    demand, capability = flood_demand(), forecast()
    number = demand.lifecycle.number
    found = asked(client, "demands", q="积水")
    assert (numbers(found), found["is_plain"]) == ([number], True)
    assert number is not None
    for code in (number.lower(), demand.lifecycle.owner.credit_code):
        assert numbers(asked(client, "demands", q=code)) == [number]
    assert not numbers(asked(client, "demands", q=f"{number}0"))
    assert asked(client, f"demands/{number}/matches")["state"] == "resting"
    why = asked(client, f"matches/{number}/{capability.lifecycle.number}")
    assert (why["state"], why["total"]) == ("resting", None)


def test_an_address_that_asks_too_often_waits(client: Client, settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    answers = [
        client.get("/api/demands", headers={"x-forwarded-for": f"10.1.1.{one}"}) for one in range(5)
    ]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert int(refused[0]["Retry-After"]) >= 1
    assert "稍候" in refused[0].json()["message"]
    assert client.get("/api/demands", REMOTE_ADDR="10.9.9.9").status_code == 200


def test_the_description_is_a_page_without_scripts_of_others(client: Client) -> None:
    shown = client.get("/api/docs/")
    assert "unsafe" not in shown["Content-Security-Policy"]
    text = shown.content.decode()
    document = client.get("/api/openapi.json").json()
    assert len(document["paths"]) == 8
    for address in document["paths"]:
        assert f"<code>{address}</code>" in text
    assert "http" not in "".join(re.findall(r'<script[^>]*src="([^"]*)"', text))
    assert client.get("/api/", follow=True).redirect_chain == [("/api/docs/", 302)]


@pytest.mark.usefixtures("few")
def test_the_number_of_queries_does_not_grow(client: Client, settings) -> None:
    settings.CLOCK_OFFSET = False
    demand = flood_demand()
    asked_for = []
    for more in (2, 9):
        forecasts(more)
        indexed()
        for address in ("capabilities", f"demands/{demand.lifecycle.number}/matches"):
            asked(client, address)
            with CaptureQueriesContext(connection) as captured:
                asked(client, address)
            asked_for.append(len(captured))
    assert asked_for[:2] == asked_for[2:]
    assert max(asked_for) < 25
