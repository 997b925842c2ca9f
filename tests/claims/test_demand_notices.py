"""What firms that applied are told of the demand, and that none reads another's name."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from marketplace.claims.actions import withdraw_claim
from marketplace.claims.people import applicants_told
from marketplace.core import clock
from marketplace.journal.models import Entry
from marketplace.listings import closing
from marketplace.listings.addenda import Statement
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, open_demand, person_of, with_lifecycle
from tests.factories import OrganisationFactory
from tests.listings.factories import Office
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(kind):
    """Dispatch the newest entry of a kind; return its notices to applicants, by person."""
    notify_on_entry(Entry.objects.filter(kind=kind).latest("pk"), "")
    rows = Notification.objects.filter(entry__kind=kind, kind__startswith="applicants_")
    return {row.user: notice_of(row) for row in rows.select_related("user")}


def test_those_who_apply_for_firms_with_a_live_claim_are_meant():
    demand = open_demand()
    firm = OrganisationFactory()
    claim = claim_for(demand, firm)
    owner = person_of(firm, Role.OWNER)
    person_of(firm, Role.VIEWER)
    gone = claim_for(demand)
    withdraw_claim(gone, by=gone.submitted_by)
    claim_for(open_demand())
    assert set(applicants_told(demand)) == {claim.submitted_by, owner}


def test_who_submitted_and_left_the_firm_is_told_nothing():
    demand = open_demand()
    claim = claim_for(demand)
    claim.submitted_by.memberships.all().delete()
    assert not applicants_told(demand).exists()
    assert not applicants_told(demand).filter(pk=claim.submitted_by_id).exists()


def test_applicants_are_reminded_with_the_instant_of_the_close():
    demand = open_demand()
    claim = claim_for(demand)
    published = clock.now() - timedelta(days=9)
    closes = clock.now() + timedelta(hours=23)
    demand = with_lifecycle(demand, published_at=published, closes_at=closes)
    closing.remind_due()
    with override("zh-hans"):
        notices = told("demand_closing")
        [notice] = notices.values()
    assert set(notices) == {claim.submitted_by}
    assert notice.title == "24 小时内截止对接申请"
    assert demand.title in notice.text
    assert "北京时间" in notice.text


@pytest.mark.parametrize("is_material", [True, False])
def test_applicants_hear_of_an_addendum_and_of_a_close_that_moved(is_material):
    office = Office()
    demand = office.published()
    claim = claim_for(demand)
    later = clock.now() + timedelta(days=60)
    statement = Statement(is_material, "现场条件变化。")
    demand = office.changed(demand, statement=statement, closes_at=later)
    with override("zh-hans"):
        notices = told("addendum_published")
        notice = notices[claim.submitted_by]
    assert set(notices) == {claim.submitted_by}
    assert ("实质性" in notice.title) is is_material
    assert f"{demand.lifecycle.number} {demand.title}" in notice.text
    assert "截止时间改为" in notice.text


def test_a_message_to_one_firm_names_no_other():
    office = Office()
    demand = office.published()
    firms = [OrganisationFactory(name=f"厦门鹭岛{n}号有限公司") for n in "甲乙"]
    people = [claim_for(demand, firm).submitted_by for firm in firms]
    office.changed(demand, content="新的内容。")
    notices = told("addendum_published")
    assert set(notices) == set(people)
    rows = Notification.objects.filter(kind="applicants_told_of_change")
    assert not any(firm.name in str(row.params) for row in rows for firm in firms)
    assert {row.organisation_key for row in rows} == {firm.pk for firm in firms}
