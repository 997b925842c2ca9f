"""Moderation in Wagtail's admin: approve, schedule, return; and what cannot be done there."""

import json
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from marketplace.core import clock
from marketplace.listings import actions
from marketplace.listings.models import Batch, Demand, DemandLifecycle
from tests.factories import UserFactory
from tests.listings.factories import Office, fresh, staff, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ITEM = "wagtailsnippets_listings_demand"


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def demand(office):
    return office.reviewed()


@pytest.fixture
def moderation(client, office):
    client.force_login(office.reviewer)
    return client


def address(page, demand):
    return reverse(f"{ITEM}:{page}", args=[demand.pk])


def decide(client, demand, name, **answers):
    """Post as the menu of the edit page does once its window has collected the answers."""
    return client.post(
        address("edit", demand),
        {
            "action-workflow-action": "true",
            "workflow-action-name": name,
            "workflow-action-extra-data": json.dumps({"comment": "", **answers}),
        },
    )


def texts(response):
    return " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_the_dashboard_shows_what_waits(moderation, demand):
    assert demand.title in moderation.get(reverse("wagtailadmin_home")).text


def test_the_page_shows_the_submitted_version_and_the_two_decisions(moderation, demand):
    page = moderation.get(address("edit", demand)).text
    assert demand.title in page
    assert 'data-workflow-action-name="approve"' in page
    assert 'data-workflow-action-name="reject"' in page
    for gone in ("action-publish", "action-submit", "action-unpublish", "action-cancel-workflow"):
        assert gone not in page
    assert "go_live_at" not in page


def test_a_reviewer_approves(moderation, demand):
    response = decide(moderation, demand, "approve", goes_live=None)
    assert response.status_code == 302
    assert fresh(demand).is_public


def test_a_reviewer_schedules(moderation, demand):
    instant = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    decide(moderation, demand, "approve", goes_live=instant.isoformat())
    row = fresh(demand).lifecycle
    assert row.review == "scheduled"
    assert row.goes_live == instant


def test_a_reviewer_returns_with_a_comment(moderation, demand):
    decide(moderation, demand, "reject", comment="请补充数据开放方式")
    assert fresh(demand).lifecycle.review == "returned"


def test_a_return_without_a_comment_is_a_message(moderation, demand):
    response = decide(moderation, demand, "reject", comment="")
    assert response.status_code == 302
    assert texts(response)
    assert fresh(demand).lifecycle.review == "submitted"


@pytest.mark.parametrize("extra", ["{", "[]", '{"goes_live": "never"}', '{"goes_live": {}}'])
def test_forged_answers_are_a_message(moderation, demand, extra):
    response = moderation.post(
        address("edit", demand),
        {
            "action-workflow-action": "true",
            "workflow-action-name": "reject",
            "workflow-action-extra-data": extra,
        },
    )
    assert response.status_code == 302
    assert fresh(demand).lifecycle.review == "submitted"


def test_problems_that_appeared_meanwhile_are_a_message(moderation, demand):
    DemandLifecycle.objects.filter(demand=demand).update(contact_phone="")
    page = moderation.get(address("edit", demand)).text
    assert 'data-workflow-action-name="approve"' not in page
    response = decide(moderation, demand, "approve")
    assert response.status_code == 302
    assert texts(response)
    assert not fresh(demand).live


def test_a_close_that_passed_meanwhile_is_a_message(moderation, office, settings):
    settings.CLOCK_OFFSET = True
    demand = office.reviewed(closes_at=clock.now() + timedelta(hours=1))
    clock.shift(timedelta(hours=2))
    response = decide(moderation, demand, "approve")
    assert response.status_code == 302
    assert texts(response)
    assert not fresh(demand).live


def test_the_second_of_two_reviewers_gets_a_message(client, office, demand):
    step = step_of(demand)
    actions.decide_step(step, by=office.reviewer, approve=True)
    client.force_login(staff())
    response = client.post(
        reverse(f"{ITEM}:workflow_action", args=[demand.pk, "approve", step.pk]), {"comment": ""}
    )
    assert response.status_code == 302
    assert texts(response)


def test_someone_who_may_not_decide_gets_a_message(client, office):
    demand = office.submitted()
    client.force_login(office.reviewer)
    step = step_of(demand)
    for name in ("approve", "reject"):
        response = client.post(
            reverse(f"{ITEM}:workflow_action", args=[demand.pk, name, step.pk]),
            {"comment": "越权"},
        )
        assert response.status_code == 302
        assert texts(response)
    assert fresh(demand).lifecycle.review == "submitted"
    assert decide(client, demand, "approve").status_code == 302
    assert step_of(fresh(demand)).pk == step.pk


def test_a_decision_from_the_dashboard(moderation, demand):
    step = step_of(demand)
    url = reverse(f"{ITEM}:workflow_action", args=[demand.pk, "approve", step.pk])
    window = moderation.get(url)
    assert window.json()["step"] == "action"
    done = moderation.post(url, {"comment": "同意"}, headers={"x-requested-with": "XMLHttpRequest"})
    assert done.json()["step"] == "success"
    assert fresh(demand).is_public


def test_the_window_of_the_edit_page_collects_the_answers(moderation, demand):
    step = step_of(demand)
    url = reverse(f"{ITEM}:collect_workflow_action_data", args=[demand.pk, "approve", step.pk])
    assert moderation.get(url).json()["step"] == "action"
    answer = moderation.post(url, {"comment": "同意", "goes_live": "2031-01-02T09:00"}).json()
    assert answer["cleaned_data"]["comment"] == "同意"


def test_content_is_not_changed_here(moderation, demand):
    before = demand.latest_revision_id
    response = moderation.post(address("edit", demand), {"title": "审核员改的标题"})
    assert response.status_code == 302
    assert fresh(demand).latest_revision_id == before


def test_there_is_no_other_way_to_publish_or_unpublish(client, office):
    admin = UserFactory(staff=True)
    client.force_login(admin)
    draft, live = office.draft(), office.published()
    client.post(address("edit", draft), {"action-publish": "true"})
    client.post(address("unpublish", live))
    client.post(address("delete", live))
    assert not fresh(draft).live
    assert fresh(live).is_public


def test_there_is_no_adding_copying_or_deleting(client, office):
    client.force_login(UserFactory(staff=True))
    add = client.post(reverse(f"{ITEM}:add"), {"title": "后台新建"})
    assert add.status_code == 302
    assert not Demand.objects.filter(title="后台新建").exists()
    page = client.get(reverse(f"{ITEM}:list")).text
    assert "/copy/" not in page
    assert reverse(f"{ITEM}:add") not in page


def test_the_list_shows_filters_and_finds(moderation, demand, office):
    other = office.published(title="另一条需求")
    found = moderation.get(reverse(f"{ITEM}:list"), {"q": other.lifecycle.number}).text
    assert "另一条需求" in found
    assert demand.title not in found
    waiting = moderation.get(reverse(f"{ITEM}:list"), {"lifecycle__review": "submitted"}).text
    assert demand.title in waiting
    assert "另一条需求" not in waiting


def test_items_are_put_into_a_batch(moderation, office):
    demand = office.published()
    batch = Batch.objects.create(name="2026 年第一批", year=2026, order=1)
    url = f"/admin/bulk/listings/demand/assign_batch/?id={demand.pk}"
    assert moderation.get(url).status_code == 200
    moderation.post(url, {"batch": batch.pk})
    assert fresh(demand).lifecycle.batch == batch


def test_items_are_withdrawn_with_a_reason_in_the_place_of_deleting(moderation, office):
    live, draft = office.published(), office.draft()
    url = f"/admin/bulk/listings/demand/delete/?id={live.pk}&id={draft.pk}"
    assert moderation.post(url, {"reason": ""}).status_code == 200
    assert fresh(live).is_public
    response = moderation.post(url, {"reason": "应主办单位要求撤回"})
    assert response.status_code == 302
    assert fresh(live).lifecycle.state == "withdrawn"
    assert draft.title in texts(response)


def test_a_batch_is_made(moderation):
    response = moderation.post(
        reverse("wagtailsnippets_listings_batch:add"),
        {"name": "2026 年第二批", "year": 2026, "order": 2, "introduction": ""},
    )
    assert response.status_code == 302
    assert Batch.objects.filter(name="2026 年第二批").exists()


@pytest.mark.parametrize("page", ["history", "workflow_history", "usage"])
def test_the_pages_beside_it_open(moderation, demand, page):
    assert moderation.get(address(page, demand)).status_code == 200


def test_an_old_version_is_shown_on_the_portal(moderation, demand):
    url = reverse(f"{ITEM}:revisions_revert", args=[demand.pk, demand.latest_revision_id])
    response = moderation.get(url)
    assert response.url == reverse(
        "listings:version", args=["demand", demand.pk, demand.latest_revision_id]
    )


def test_authors_do_not_get_in(client, office):
    client.force_login(office.editor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_wagtail_sends_no_mail_of_its_own(office, mailoutbox):
    office.published()
    assert mailoutbox == []
