"""The way of an item from draft to publication and off the list."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import TaskState

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings import actions, publication
from marketplace.listings.models import DemandLifecycle, SecrecyReview
from tests.listings.factories import (
    Firm,
    Office,
    approve_step,
    demand_content,
    fresh,
    step_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return Office()


def kinds_of(listing):
    return list(
        Entry.objects.filter(subject_key=str(listing.pk), subject_type=listing._meta.label_lower)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_a_demand_passes_its_approvals_and_goes_live(office):
    demand = office.published()
    row = demand.lifecycle
    assert demand.live
    assert (row.state, row.review) == ("live", "settled")
    assert str(row.number).startswith(f"XQ-{timezone.localdate().year}-")
    assert kinds_of(demand) == [
        "demand_submitted",
        "demand_step_opened",
        "demand_step_opened",
        "demand_step_approved",
        "demand_step_opened",
        "demand_step_approved",
        "demand_published",
        "demand_step_approved",
    ]


def test_a_capability_of_a_firm_passes_secrecy_and_portal(office):
    capability = Firm().published()
    assert capability.live
    assert str(capability.lifecycle.number).startswith("NL-")
    assert capability.lifecycle.confirmed_at is not None


def test_the_live_version_stays_public_while_a_draft_waits(office):
    demand = office.published(title="原标题")
    demand = office.resubmitted(demand, title="新标题")
    demand = fresh(demand)
    assert demand.title == "原标题"
    assert demand.is_public
    office.approve(demand)
    demand = fresh(demand)
    assert demand.title == "新标题"
    assert demand.lifecycle.revised_at is not None
    assert kinds_of(demand)[-2:] == ["demand_revised", "demand_step_approved"]


def test_rows_and_terms_of_a_draft_stay_off_the_live_item(office):
    demand = office.published()
    version = demand.get_latest_revision_as_object()
    version.indicators = []
    version.districts = []
    actions.save_draft(version, by=office.editor, base_revision_id=demand.latest_revision_id)
    demand = fresh(demand)
    assert demand.indicators.count() == 1
    assert demand.districts.count() == 1


def test_what_is_published_is_what_was_submitted_not_a_later_version(office):
    demand = office.reviewed(title="提交的标题")
    later = fresh(demand)
    later.title = "后来偷改的标题"
    later.save_revision(user=office.editor, clean=False)
    approve_step(demand)
    assert fresh(demand).title == "提交的标题"


def test_nothing_is_published_without_a_secrecy_review_of_this_version(office):
    demand = office.reviewed()
    DemandLifecycle.objects.filter(demand=demand).update(secrecy_review=None)
    with pytest.raises(Refusal) as refused:
        approve_step(demand)
    assert refused.value.code == "no_secrecy"
    assert not fresh(demand).live


def test_the_secrecy_review_of_an_older_version_does_not_count(office):
    demand = office.published()
    old = demand.lifecycle.secrecy_review
    demand = office.resubmitted(demand, title="第二版")
    office.approve(demand, times=2)
    DemandLifecycle.objects.filter(demand=demand).update(secrecy_review=old)
    with pytest.raises(Refusal) as refused:
        approve_step(demand)
    assert refused.value.code == "no_secrecy"
    assert fresh(demand).title != "第二版"


def test_a_review_that_says_no_stops_publication(office):
    demand = office.reviewed()
    SecrecyReview.objects.update(conclusion="not_public")
    with pytest.raises(Refusal):
        approve_step(demand)


def test_an_unapproved_version_is_never_published_by_another_door(office):
    demand = office.draft()
    with pytest.raises(Refusal) as refused:
        demand.get_latest_revision().publish(skip_permission_checks=True)
    assert refused.value.code == "not_approved"


def test_a_returned_version_comes_back_with_its_reason(office):
    demand = office.submitted()
    actions.decide_step(
        step_of(demand), by=office.approver, approve=False, comment="指标写得不具体"
    )
    demand = fresh(demand)
    assert demand.lifecycle.review == "returned"
    assert TaskState.objects.get(status="rejected").comment == "指标写得不具体"


def test_a_return_without_a_reason_is_refused(office):
    demand = office.submitted()
    with pytest.raises(Refusal) as refused:
        actions.decide_step(step_of(demand), by=office.approver, approve=False, comment=" ")
    assert "comment" in refused.value.fields
    assert fresh(demand).lifecycle.review == "submitted"


def test_an_unchanged_version_resumes_at_the_step_that_returned_it(office):
    demand = office.submitted()
    office.approve(demand, times=1)
    step = step_of(fresh(demand))
    actions.decide_step(step, by=office.approver, approve=False, comment="请补充")
    actions.submit_listing(fresh(demand), by=office.editor)
    assert step_of(fresh(demand)).task_id == step.task_id


def test_a_changed_version_passes_every_step_again(office):
    demand = office.submitted()
    first = step_of(demand).task_id
    office.approve(demand, times=1)
    step = step_of(fresh(demand))
    actions.decide_step(step, by=office.approver, approve=False, comment="请补充")
    demand = office.revise(fresh(demand), summary="补充以后的简介。")
    actions.submit_listing(demand, by=office.editor)
    assert step_of(fresh(demand)).task_id == first


def test_a_submitted_version_can_be_taken_back(office):
    demand = office.submitted()
    actions.recall_listing(demand, by=office.editor)
    demand = fresh(demand)
    assert demand.lifecycle.review == "editing"
    assert step_of(demand) is None


def test_a_submitted_version_cannot_be_edited(office):
    demand = office.submitted()
    version = demand.get_latest_revision_as_object()
    with pytest.raises(Refusal) as refused:
        actions.save_draft(version, by=office.editor, base_revision_id=demand.latest_revision_id)
    assert refused.value.code == "in_approval"


def test_a_scheduled_version_goes_live_at_its_instant_and_not_before(office, settings):
    settings.CLOCK_OFFSET = True
    demand = office.reviewed()
    goes_live = clock.now() + timedelta(hours=1)
    approve_step(demand, goes_live=goes_live)
    assert fresh(demand).lifecycle.review == "scheduled"
    clock.shift(timedelta(minutes=59))
    assert publication.publish_due() == 0
    assert not fresh(demand).live
    clock.shift(timedelta(minutes=61))
    assert publication.publish_due() == 1
    assert fresh(demand).is_public
    assert publication.publish_due() == 0


def test_one_bad_scheduled_version_stops_no_other(office, settings):
    settings.CLOCK_OFFSET = True
    bad, good = office.reviewed(closes_at=clock.now() + timedelta(hours=2)), office.reviewed()
    for demand in (bad, good):
        approve_step(demand, goes_live=clock.now() + timedelta(hours=1))
    clock.shift(timedelta(hours=3))
    assert publication.publish_due() == 1
    assert fresh(good).is_public
    assert fresh(bad).lifecycle.review == "returned"
    assert kinds_of(bad)[-1] == "demand_returned"


def test_a_scheduled_version_can_be_taken_back(office):
    demand = office.reviewed()
    approve_step(demand, goes_live=clock.now() + timedelta(hours=1))
    actions.recall_listing(fresh(demand), by=office.editor)
    row = fresh(demand).lifecycle
    assert (row.review, row.goes_live) == ("editing", None)
    assert publication.publish_due() == 0


def test_a_withdrawn_item_is_no_longer_public_and_says_why(office):
    demand = office.published()
    actions.withdraw_listing(demand, by=office.editor, reason="场地条件变化")
    demand = fresh(demand)
    assert not demand.is_public
    assert demand.lifecycle.withdrawn_reason == "场地条件变化"


def test_withdrawing_needs_a_reason(office):
    demand = office.published()
    with pytest.raises(Refusal) as refused:
        actions.withdraw_listing(demand, by=office.editor, reason="  ")
    assert "reason" in refused.value.fields


def test_withdrawing_ends_the_approval_of_a_waiting_draft(office):
    demand = office.resubmitted(office.published(), title="等待中的新版")
    actions.withdraw_listing(fresh(demand), by=office.editor, reason="不再需要")
    assert step_of(fresh(demand)) is None
    with pytest.raises(Refusal):
        actions.submit_listing(fresh(demand), by=office.editor)


def test_a_number_is_given_once(office):
    demand = office.published()
    number = demand.lifecycle.number
    demand = office.resubmitted(demand, title="第二版")
    office.approve(demand)
    assert fresh(demand).lifecycle.number == number


@pytest.mark.parametrize(
    ("instant", "year"),
    [
        (datetime(2030, 12, 31, 15, 58, tzinfo=UTC), 2030),
        (datetime(2030, 12, 31, 16, 0, tzinfo=UTC), 2031),
    ],
)
def test_numbers_count_by_the_year_of_shanghai(office, settings, instant, year):
    settings.CLOCK_OFFSET = True
    demand = office.reviewed(closes_at=datetime(2031, 3, 1, tzinfo=UTC))
    clock.shift(instant - clock.now())
    approve_step(demand)
    assert fresh(demand).lifecycle.number == f"XQ-{year}-0001"


def test_a_drafted_close_is_in_force_once_its_addendum_is_published(office):
    demand = office.published()
    closes = demand.lifecycle.closes_at
    demand = office.resubmitted(demand, closes_at=closes + timedelta(days=60))
    assert fresh(demand).lifecycle.closes_at == closes
    office.approve(demand)
    assert fresh(demand).lifecycle.closes_at == closes + timedelta(days=60)


def test_a_close_that_has_passed_cannot_be_submitted(office):
    demand = office.draft(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refusal) as refused:
        actions.submit_listing(demand, by=office.editor)
    assert "closes_at" in refused.value.fields


def test_an_incomplete_draft_is_saved_but_not_submitted(office):
    demand = actions.create_draft(
        type(demand_content())(title="只有标题"), owner=office.organisation, by=office.editor
    )
    with pytest.raises(Refusal) as refused:
        actions.submit_listing(demand, by=office.editor)
    assert {"summary", "domains", "path", "closes_at", "indicators", "contact_phone"} <= set(
        refused.value.fields
    )
    assert fresh(demand).lifecycle.review == "editing"


def test_a_copy_is_a_new_draft_without_instants(office):
    demand = office.published()
    copy = actions.copy_as_draft(demand, by=office.editor)
    copy = fresh(copy)
    assert copy.pk != demand.pk
    assert copy.title == demand.title
    assert copy.closes_at is None
    assert [one.name for one in copy.indicators.all()] == ["命中率"]
    assert [one.slug for one in copy.domains.all()] == ["security"]
    assert copy.lifecycle.number is None
    assert copy.lifecycle.contact_phone == demand.lifecycle.contact_phone
    assert demand.indicators.count() == 1


def test_confirming_says_that_it_still_holds(office):
    firm = Firm()
    capability = firm.published()
    before = capability.lifecycle.confirmed_at
    actions.confirm_listing(capability, by=firm.writer)
    assert fresh(capability).lifecycle.confirmed_at > before
