"""The workbench: what waits for a person, what is theirs, and nothing of others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.core.paging import PAGE_SIZE
from marketplace.listings import actions
from marketplace.organisations.models import Role
from marketplace.portal.todos import Todos
from tests.claims.factories import claim_for, open_demand
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import Firm, Office, fresh, member, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PAGE = "/workbench/"


@pytest.fixture
def office():
    return Office()


def shown(client, user):
    client.force_login(user)
    response = client.get(PAGE)
    assert response.status_code == 200
    return response


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


def test_a_person_without_an_organisation_sees_how_to_get_one(client):
    page = shown(client, UserFactory())
    assert reverse("organisations:new") in page.text


def test_an_author_sees_own_items_with_the_next_action(client, office):
    draft, waiting = office.draft(title="我的草稿"), office.submitted(title="送审的需求")
    live = office.published(title="公开的需求")
    page = shown(client, office.editor)
    for demand in (draft, waiting, live):
        assert demand.title in page.text
    assert reverse("listings:check", args=["demand", draft.pk]) in page.text
    assert live.lifecycle.number in page.text


def test_nothing_of_another_organisation_is_shown(client, office):
    office.draft(title="别家的秘密草稿")
    assert "别家的秘密草稿" not in shown(client, Firm().writer).text


def test_an_approver_finds_the_step_and_the_author_the_return(client, office):
    demand = office.submitted(title="等审批的需求")
    step = step_of(demand)
    url = reverse("listings:decide", args=[step.pk])
    assert url in shown(client, office.approver).text
    assert url not in shown(client, office.editor).text
    actions.decide_step(step, by=office.approver, approve=False, comment="请补充")
    assert url not in shown(client, office.approver).text
    assert reverse("listings:item", args=["demand", demand.pk]) in shown(client, office.editor).text


def test_the_portals_reviewer_finds_the_last_step(client, office):
    demand = office.reviewed()
    page = shown(client, office.reviewer)
    assert reverse("listings:decide", args=[step_of(fresh(demand)).pk]) in page.text


def test_an_officer_finds_applications_to_answer_and_a_firm_its_own(client):
    demand = open_demand()
    officer = member(demand.lifecycle.owner, Role.EDITOR)
    firm = OrganisationFactory()
    bidder = member(firm, Role.BIDDER)
    claim = claim_for(demand, firm, bidder)
    receipt = reverse("claims:receipt", args=[claim.receipt])
    page = shown(client, officer).text
    assert receipt in page
    assert str(firm) in page
    assert receipt in shown(client, bidder).text
    assert receipt not in shown(client, member(OrganisationFactory(), Role.BIDDER)).text


def test_no_score_is_shown(client, office):
    office.published()
    page = shown(client, office.editor).text
    assert "匹配" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("name", ["demands", "todos"])
def test_every_item_is_reached_by_pages(client, office, name):
    for number in range(PAGE_SIZE + 3):
        office.submitted(title=f"第{number:03}项需求")
    client.force_login(office.approver)
    found = []
    for number in (1, 2):
        page = client.get(PAGE, {name: number, "applications": "x"})
        found += titles(page.context[name])
    assert len(found) == len(set(found)) == PAGE_SIZE + 3
    assert f"{name}=1" in page.text
    assert "applications=x" in page.text
    assert [one.value for one in page.context["figures"]] == [0, PAGE_SIZE + 3]
    last = client.get(PAGE, {name: 10**9})
    assert last.status_code == 200
    assert last.context[name].number == 2


def titles(rows):
    return [row.text if hasattr(row, "text") else row.listing.title for row in rows]


def test_answers_come_before_approvals_across_pages(client):
    demand = open_demand()
    officer = member(demand.lifecycle.owner, Role.EDITOR)
    claims = [
        claim_for(demand, firm, member(firm, Role.BIDDER))
        for firm in (OrganisationFactory() for _claim in range(3))
    ]
    todos = Todos(officer, timezone.now())
    assert len(todos) == 3
    found = [todo.url for part in (slice(0, 2), slice(2, 4)) for todo in todos[part]]
    assert found == [reverse("claims:receipt", args=[claim.receipt]) for claim in claims]


def queries_of(client):
    """Return what the page costs: what is read anew every few seconds is read once among three."""
    counts = []
    for _time in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    return min(counts)


def test_the_number_of_queries_does_not_grow_with_the_items(client, office):
    counts = []
    for _time in range(2):
        for _item in range(3):
            office.submitted()
        client.force_login(office.approver)
        counts.append(queries_of(client))
    assert counts[0] == counts[1]
