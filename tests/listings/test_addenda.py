"""What an addendum says, when deadlines may move, and that nothing changes around it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import SHANGHAI, workday_after
from marketplace.journal.models import Entry
from marketplace.listings import actions, publication
from marketplace.listings.addenda import (
    Statement,
    changes_of,
    differences_in,
    is_material_by_rule,
    material_addendum_after,
)
from marketplace.listings.deadlines import NOTICE_WORKDAYS
from marketplace.listings.models import Addendum, DemandLifecycle, Indicator
from tests.kept import stands
from tests.listings.factories import STATEMENT, Office, approve_step, fresh, step_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = timedelta(days=1)


@pytest.fixture
def office():
    return Office()


def minute(instant):
    return instant.replace(second=0, microsecond=0)


def shortest():
    """Return 17:00 on the first day to which a deadline may be moved forward now."""
    day = workday_after(clock.now().astimezone(SHANGHAI).date(), NOTICE_WORKDAYS)
    return datetime(day.year, day.month, day.day, 17, tzinfo=SHANGHAI)


def refusal_of(office, demand, statement=STATEMENT, **changes):
    with pytest.raises(Refusal) as refused:
        office.resubmitted(demand, statement=statement, **changes)
    return refused.value


def test_a_published_change_is_an_addendum_with_its_differences(office):
    demand = office.published(title="原标题", goals="")
    closes, before = demand.lifecycle.closes_at, clock.now()
    later = closes + 10 * DAY
    demand = office.changed(demand, title="新标题", goals="提前预警", closes_at=later)
    addendum = Addendum.objects.get()
    assert (addendum.demand, addendum.number, addendum.is_material) == (demand, 1, True)
    assert addendum.why == STATEMENT.why
    assert (addendum.closes_before, addendum.closes_after) == (closes, later)
    assert before < addendum.published_at <= clock.now()
    assert addendum.revision_id == demand.live_revision_id
    rows = {one.name: (one.before, one.after) for one in differences_in(addendum)}
    assert set(rows) == {"title", "goals", "closes_at"}
    assert rows["title"] == (("原标题",), ("新标题",))
    assert rows["goals"] == ((), ("提前预警",))


def test_a_changed_number_of_parties_is_a_material_difference(office):
    demand = office.published(cooperation="multiple", slots=2)
    demand = office.changed(demand, slots=4)
    rows = {one.name: (one.before, one.after) for one in differences_in(Addendum.objects.get())}
    assert rows == {"slots": (("2",), ("4",))}
    assert is_material_by_rule(differences_in(Addendum.objects.get()))
    assert demand.most_parties == 4


def test_an_addendum_is_never_changed_or_deleted_whatever_code_speaks_to_the_database(office):
    office.changed(office.published(), title="新标题")
    stands(Addendum.objects.get(), why="", is_material=False, number=2, differences=[])


def test_the_entry_names_demand_and_weight(office):
    demand = office.changed(office.published(), title="新标题")
    entry = Entry.objects.get(kind="addendum_published")
    assert entry.data == {"demand": demand.pk, "material": True}
    assert entry.subject() == Addendum.objects.get()
    assert Entry.objects.filter(kind="demand_revised", subject_key=str(demand.pk)).exists()


def test_addenda_are_numbered_from_one_for_each_demand(office):
    demand, other = office.published(), office.published()
    for title in ("第二版", "第三版"):
        demand = office.changed(demand, title=title)
    office.changed(other, title="另一个的第二版")
    numbers = Addendum.objects.order_by("pk").values_list("demand", "number")
    assert list(numbers) == [(demand.pk, 1), (demand.pk, 2), (other.pk, 1)]


def test_a_first_publication_is_no_addendum(office):
    office.published()
    assert not Addendum.objects.exists()


def test_a_version_without_a_difference_is_no_addendum(office):
    demand = office.revise(office.published())
    actions.submit_listing(demand, by=office.editor)
    office.approve(demand)
    assert not Addendum.objects.exists()
    assert fresh(demand).lifecycle.revised_at is not None


def test_another_contact_is_in_force_at_once_and_no_addendum(office):
    demand = office.published()
    version = demand.get_latest_revision_as_object()
    actions.save_draft(
        version,
        by=office.editor,
        base_revision_id=demand.latest_revision_id,
        operation={"contact_name": "李工", "contact_phone": "0592-7654321"},
    )
    assert fresh(demand).lifecycle.contact_name == "李工"
    assert not Addendum.objects.exists()


@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_change_without_a_reason_is_not_handed_in(office, why):
    refusal = refusal_of(office, office.published(), Statement(True, why), title="新标题")
    assert refusal.code == "statement_missing"
    assert set(refusal.fields) == {"why"}


def test_a_change_without_any_statement_is_not_handed_in(office):
    demand = office.revise(office.published(), title="新标题")
    with pytest.raises(Refusal) as refused:
        actions.submit_listing(demand, by=office.editor)
    assert refused.value.code == "statement_missing"


def test_what_was_said_of_one_change_is_not_said_of_the_next(office):
    demand = office.changed(office.published(), title="第二版")
    row = demand.lifecycle
    assert (row.change_is_material, row.change_why) == (None, "")


def test_a_returned_change_keeps_what_was_said(office):
    demand = office.resubmitted(office.published(), title="第二版")
    actions.decide_step(step_of(demand), by=office.approver, approve=False, comment="补充")
    actions.submit_listing(fresh(demand), by=office.editor)
    office.approve(demand)
    assert Addendum.objects.get().why == STATEMENT.why


def test_the_author_may_call_a_change_not_material(office):
    statement = Statement(is_material=False, why="更正错别字。")
    demand = office.changed(office.published(), statement=statement, content="更正后的内容。")
    addendum = Addendum.objects.get()
    assert addendum.is_material is False
    assert material_addendum_after(demand, addendum.published_at - DAY) is None


def test_the_newest_material_addendum_after_an_instant_is_found(office):
    demand = office.published()
    start = clock.now()
    assert material_addendum_after(demand, start) is None
    demand = office.changed(demand, content="第二版")
    first = material_addendum_after(demand, start)
    demand = office.changed(demand, content="第三版")
    one, two = Addendum.objects.order_by("number")
    assert (first, material_addendum_after(demand, start)) == (one, two)
    assert material_addendum_after(demand, one.published_at) == two
    assert material_addendum_after(demand, two.published_at) is None


@pytest.mark.parametrize(
    ("changes", "is_material"),
    [
        ({"title": "新标题"}, False),
        ({"summary": "新简介"}, False),
        ({"content": "新内容"}, True),
        ({"budget_kind": "none"}, True),
        ({"first_of_kind_counts": False}, True),
        ({"closes_at": datetime(2031, 1, 1, 9, tzinfo=UTC)}, True),
        ({"indicators": [Indicator(name="命中率", comparison="ge", value="90")]}, True),
    ],
)
def test_the_portal_suggests_what_is_material(office, changes, is_material):
    demand = office.revise(office.published(), **changes)
    version = demand.get_latest_revision_as_object()
    assert is_material_by_rule(changes_of(version, demand.lifecycle)) is is_material


def test_a_change_passes_the_secrecy_review_before_it_is_announced(office):
    demand = office.resubmitted(office.published(), content="新内容")
    office.approve(demand, times=2)
    DemandLifecycle.objects.filter(demand=demand).update(secrecy_review=None)
    with pytest.raises(Refusal) as refused:
        approve_step(demand)
    assert refused.value.code == "no_secrecy"
    assert not Addendum.objects.exists()


def test_a_close_may_move_back_or_forward_by_three_working_days(office):
    demand = office.published()
    day = shortest()
    demand = office.changed(demand, closes_at=day)
    assert demand.lifecycle.closes_at == day
    demand = office.changed(demand, closes_at=day + 90 * DAY)
    assert demand.lifecycle.closes_at == day + 90 * DAY


def test_a_close_moved_forward_by_less_is_refused(office):
    demand = office.published()
    refusal = refusal_of(office, demand, closes_at=shortest() - DAY)
    assert set(refusal.fields) == {"closes_at"}
    assert shortest().date().isoformat() in str(refusal.fields["closes_at"][0])
    assert fresh(demand).lifecycle.closes_at == demand.lifecycle.closes_at


@pytest.mark.parametrize("name", ["closes_at", "questions_close_at", "opens_at"])
def test_no_instant_moves_into_the_past(office, name):
    now = clock.now()
    demand = office.published(opens_at=now + 2 * DAY, questions_close_at=now + 9 * DAY)
    assert name in refusal_of(office, demand, **{name: now - DAY}).fields


def test_the_opening_moves_until_it_has_come(office):
    now = clock.now().replace(microsecond=0)
    demand = office.published(opens_at=now + 2 * DAY)
    demand = office.changed(demand, opens_at=now + 3 * DAY)
    assert demand.lifecycle.opens_at == now + 3 * DAY
    DemandLifecycle.objects.filter(demand=demand).update(opens_at=now - DAY)
    assert "opens_at" in refusal_of(office, fresh(demand), opens_at=now + 4 * DAY).fields


def test_what_has_closed_never_opens_again(office):
    demand = office.published()
    DemandLifecycle.objects.filter(demand=demand).update(closes_at=clock.now() - DAY)
    refusal = refusal_of(office, fresh(demand), closes_at=clock.now() + 30 * DAY)
    assert set(refusal.fields) == {"closes_at"}


def test_a_closed_demand_can_still_be_corrected(office):
    demand = office.published()
    closed = clock.now() - DAY
    DemandLifecycle.objects.filter(demand=demand).update(closes_at=closed)
    demand = office.changed(fresh(demand), closes_at=closed, background="补充背景。")
    assert demand.background == "补充背景。"
    assert demand.lifecycle.closes_at == closed


def test_an_instant_typed_anew_to_the_minute_has_not_moved(office):
    demand = office.published()
    closes = demand.lifecycle.closes_at
    demand = office.changed(demand, closes_at=minute(closes), title="新标题")
    assert demand.lifecycle.closes_at == closes
    assert [one["name"] for one in Addendum.objects.get().differences] == ["title"]


def test_the_rule_counts_from_the_publication_and_not_from_the_submission(office, settings):
    settings.CLOCK_OFFSET = True
    demand = office.resubmitted(office.published(), closes_at=shortest())
    office.approve(demand, times=2)
    clock.shift(3 * DAY)
    with pytest.raises(Refusal) as refused:
        approve_step(demand)
    assert refused.value.code == "problems"


def test_a_scheduled_change_is_announced_when_it_goes_live(office, settings):
    settings.CLOCK_OFFSET = True
    demand = office.resubmitted(office.published(), content="新的内容。")
    office.approve(demand, times=2)
    goes_live = clock.now() + DAY
    approve_step(demand, goes_live=goes_live)
    assert not Addendum.objects.exists()
    clock.shift(DAY)
    assert publication.publish_due() == 1
    addendum = Addendum.objects.get()
    assert addendum.published_at >= goes_live
    assert (addendum.by, addendum.why) == (None, STATEMENT.why)


def test_a_scheduled_extension_comes_too_late_for_a_demand_that_has_closed(office, settings):
    settings.CLOCK_OFFSET = True
    demand = office.published()
    later = demand.lifecycle.closes_at + 30 * DAY
    demand = office.resubmitted(demand, closes_at=later)
    office.approve(demand, times=2)
    approve_step(demand, goes_live=clock.now() + 2 * DAY)
    closes = clock.now() + DAY
    DemandLifecycle.objects.filter(demand=demand).update(closes_at=closes)
    clock.shift(2 * DAY)
    assert publication.publish_due() == 0
    row = fresh(demand).lifecycle
    assert (row.review, row.closes_at) == ("returned", closes)
    assert not Addendum.objects.exists()


def test_no_two_addenda_share_a_number(office):
    office.changed(office.published(), title="第二版")
    addendum = Addendum.objects.get()
    addendum.pk = None
    addendum.revision = addendum.revision.get_previous()
    with pytest.raises(IntegrityError), transaction.atomic():
        addendum.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_announce_one_addendum(office):
    demand = office.resubmitted(office.published(), title="第二版")
    office.approve(demand, times=2)
    step = step_of(fresh(demand))

    def publish():
        actions.decide_step(step, by=office.reviewer, approve=True)

    assert at_once(publish, publish, publish) == ["already_decided", "already_decided", "done"]
    assert Addendum.objects.count() == 1
    assert Entry.objects.filter(kind="addendum_published").count() == 1
