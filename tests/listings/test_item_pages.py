"""The pages of one item: copy, withdraw, submit, history, preview."""

import pytest
from django.urls import reverse

from marketplace.listings import actions
from marketplace.listings.models import Demand
from tests.listings.factories import Firm, Office, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def author(client, office):
    client.force_login(office.editor)
    return client


def edit_url(demand):
    return reverse("listings:edit", args=["demand", demand.pk])


def test_copying_opens_a_new_draft(author, office):
    demand = office.published()
    response = author.post(reverse("listings:copy", args=["demand", demand.pk]))
    copy = Demand.objects.exclude(pk=demand.pk).get()
    assert response.url == edit_url(copy)


def test_withdrawing_on_the_portal_needs_a_reason(author, office):
    demand = office.published()
    url = reverse("listings:withdraw", args=["demand", demand.pk])
    assert author.post(url, {"reason": " "}).status_code == 422
    assert author.post(url, {"reason": "<b>x</b>"}).status_code == 422
    assert fresh(demand).is_public
    author.post(url, {"reason": "场地条件变化"})
    assert fresh(demand).lifecycle.state == "withdrawn"


def test_submitting_twice_is_a_message(author, office):
    demand = office.submitted()
    response = author.post(reverse("listings:submit", args=["demand", demand.pk]))
    assert response.status_code == 302


def test_history_shows_what_changed(author, office):
    demand = office.revise(office.draft(title="第一版"), title="第二版")
    page = author.get(
        reverse("listings:version", args=["demand", demand.pk, demand.latest_revision_id])
    ).text
    assert "第一版" in page
    assert "第二版" in page


def test_the_first_version_has_none_before_it(author, office):
    demand = office.draft()
    first = demand.revisions.earliest("created_at")
    address = reverse("listings:version", args=["demand", demand.pk, first.pk])
    assert author.get(address).status_code == 200


def test_a_version_of_another_item_is_not_found(author, office):
    demand, other = office.draft(), office.draft()
    url = reverse("listings:version", args=["demand", demand.pk, other.latest_revision_id])
    assert author.get(url).status_code == 404


def test_a_draft_of_a_waiting_item_cannot_be_opened_for_writing(author, office):
    demand = office.submitted()
    assert author.get(edit_url(demand)).status_code == 403
    actions.recall_listing(demand, by=office.editor)
    assert author.get(edit_url(demand)).status_code == 200


def test_a_preview_shows_the_draft_as_the_public_page_will_be(author, office):
    demand = office.revise(office.published(title="公开的标题"), title="草稿里的标题")
    page = author.get(reverse("listings:preview", args=["demand", demand.pk]))
    assert page.status_code == 200
    assert "草稿里的标题" in page.text
    assert page["X-Robots-Tag"] == "noindex"


def test_an_almost_empty_draft_can_be_previewed(author, office):
    demand = actions.create_draft(
        Demand(title="只有标题"), owner=office.organisation, by=office.editor
    )
    assert author.get(reverse("listings:preview", args=["demand", demand.pk])).status_code == 200


def test_a_preview_of_a_capability(client):
    firm = Firm()
    client.force_login(firm.writer)
    capability = firm.published()
    page = client.get(reverse("listings:preview", args=["capability", capability.pk]))
    assert page.status_code == 200
