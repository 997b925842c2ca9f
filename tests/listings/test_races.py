"""What happens when two people do something to one item in the same instant."""

import pytest

from marketplace.accounts.models import User
from marketplace.listings import actions
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.listings.factories import Office, demand_content, fresh, member, staff, step_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def office():
    return Office()


def saver(demand, title, user):
    """Return a call that saves a draft on the version that its author sees now."""
    base = demand.latest_revision_id
    version = demand.get_latest_revision_as_object()
    version.title = title
    return lambda: actions.save_draft(version, by=user, base_revision_id=base)


def test_of_two_writers_one_wins_and_the_other_is_told(office):
    demand = office.draft(title="最初")
    second = member(office.organisation, Role.EDITOR)
    first_call = saver(demand, "甲的标题", office.editor)
    second_call = saver(fresh(demand), "乙的标题", second)
    assert at_once(first_call, second_call) == ["done", "edit_conflict"]
    saved = fresh(demand)
    assert saved.title in {"甲的标题", "乙的标题"}
    assert saved.get_latest_revision_as_object().title == saved.title
    assert saved.revisions.count() == 2


def test_two_clicks_on_the_first_save_make_one_draft(office):
    made = []

    def save():
        content = demand_content(title="易涝点积水预警", closes_at=None)
        made.append(
            actions.create_draft(
                content, owner=office.organisation, by=office.editor, idempotency_key="k1"
            )
        )

    assert at_once(save, save) == ["done", "done"]
    assert {one.pk for one in made} == {Demand.objects.get().pk}


def test_of_two_submissions_one_starts_the_approvals(office):
    demand = office.draft()
    calls = [
        lambda: actions.submit_listing(fresh(demand), by=User.objects.get(pk=office.editor.pk))
        for _time in range(2)
    ]
    assert at_once(*calls) == ["done", "no_draft"]
    assert fresh(demand).workflow_states.count() == 1


def test_of_two_reviewers_one_decides(office):
    demand = office.reviewed()
    step = step_of(demand)
    second = staff()

    def decide(user):
        return lambda: actions.decide_step(step_of(fresh(demand)) or step, by=user, approve=True)

    assert at_once(decide(office.reviewer), decide(second)) == ["already_decided", "done"]
    assert fresh(demand).is_public
    assert str(fresh(demand).lifecycle.number).endswith("-0001")


def test_two_publications_get_two_numbers(office):
    one, two = office.reviewed(), office.reviewed()

    def publish(demand):
        return lambda: actions.decide_step(step_of(fresh(demand)), by=office.reviewer, approve=True)

    assert at_once(publish(one), publish(two)) == ["done", "done"]
    numbers = set(Demand.objects.values_list("lifecycle__number", flat=True))
    assert {str(number)[-4:] for number in numbers} == {"0001", "0002"}
