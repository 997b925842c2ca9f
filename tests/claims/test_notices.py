from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.claims.actions import decline_claim, withdraw_claim
from marketplace.claims.models import Claim
from marketplace.claims.people import firm_told, officers_told
from marketplace.core import moments
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import bell_of
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of
from tests.factories import AgencyFactory, OrganisationFactory, UnitFactory, UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(kind):
    """Dispatch the newest entry of a kind; return who was told."""
    notify_on_entry(Entry.objects.filter(kind=kind).order_by("-pk")[0], "")
    return {row.user for row in Notification.objects.filter(kind=kind).select_related("user")}


def test_all_of_the_owner_hear_of_an_application_where_no_unit_is_set(demand):
    owner = demand.lifecycle.owner
    roles = (Role.OWNER, Role.EDITOR, Role.APPROVER, Role.VIEWER)
    officers = {person_of(owner, role) for role in roles}
    officers.add(person_of(owner, Role.EDITOR, UnitFactory(organisation=owner)))
    person_of(owner, Role.BIDDER)
    claim_for(demand)
    assert told("claim_submitted") == officers


def test_ten_applications_for_one_demand_are_one_line_and_another_demands_is_another(demand):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    for _ in range(10):
        claim_for(demand)
        told("claim_submitted")
    claim_for(open_demand(owner=demand.lifecycle.owner))
    told("claim_submitted")
    lines = Notification.objects.of(officer.pk).lines().with_line()
    assert [(row.number, row.others) for row in lines] == [(11, 0), (10, 9)]
    assert bell_of(officer.pk).unread == 2


def test_only_the_handling_unit_hears_of_it():
    owner = AgencyFactory()
    unit, other = UnitFactory(organisation=owner), UnitFactory(organisation=owner)
    inside = {person_of(owner, Role.EDITOR, unit), person_of(owner, Role.VIEWER, unit)}
    person_of(owner, Role.EDITOR, other)
    person_of(owner, Role.OWNER)
    UserFactory(staff=True)
    claim_for(open_demand(owner=owner, unit=unit))
    assert told("claim_submitted") == inside


def test_where_the_unit_is_empty_those_bound_to_no_unit_hear_of_it():
    owner = AgencyFactory()
    unit, other = UnitFactory(organisation=owner), UnitFactory(organisation=owner)
    head = person_of(owner, Role.OWNER)
    person_of(owner, Role.EDITOR, other)
    claim_for(open_demand(owner=owner, unit=unit))
    assert told("claim_submitted") == {head}


def test_whoever_is_told_may_read_the_claim():
    owner = AgencyFactory()
    unit = UnitFactory(organisation=owner)
    for with_unit in (None, unit):
        claim = claim_for(open_demand(owner=owner, unit=with_unit))
        for role in Role:
            person_of(owner, role, unit)
            person_of(owner, role)
            person_of(claim.firm, role)
        for user in (*officers_told(claim), *firm_told(claim)):
            assert Claim.objects.visible_to(user).filter(pk=claim.pk).exists()


def test_those_who_left_before_the_message_came_are_not_told(demand):
    stays = person_of(demand.lifecycle.owner, Role.EDITOR)
    leaves = person_of(demand.lifecycle.owner, Role.EDITOR)
    gone = person_of(demand.lifecycle.owner, Role.EDITOR)
    claim_for(demand)
    leaves.memberships.all().delete()
    gone.is_active = False
    gone.save()
    assert told("claim_submitted") == {stays}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda claim, by: accept(claim, by=by, reason="来谈"), "claim_accepted"),
        (lambda claim, by: decline_claim(claim, by=by, reason="交付太慢"), "claim_declined"),
    ],
)
def test_the_firm_hears_of_the_answer(answer, kind, demand):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    firm = OrganisationFactory()
    claim = claim_for(demand, firm)
    owner, colleague = person_of(firm, Role.OWNER), person_of(firm, Role.BIDDER)
    person_of(firm, Role.EDITOR)
    answer(claim, officer)
    assert told(kind) == {claim.submitted_by, owner, colleague}


def test_the_officers_hear_that_it_was_withdrawn(demand):
    officer = person_of(demand.lifecycle.owner, Role.APPROVER)
    claim = claim_for(demand)
    withdraw_claim(claim, by=claim.submitted_by)
    assert told("claim_withdrawn") == {officer}


def test_the_words_name_demand_and_firm_and_lead_to_the_claim(client, demand):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    claim = claim_for(demand, pitch="秘密的写法", contact_phone="0592-7777777")
    told("claim_submitted")
    row = Notification.objects.get(user=officer)
    notice = notice_of(row)
    assert str(claim.firm) in notice.title
    assert demand.title in notice.text
    for secret in ("秘密的写法", "0592-7777777"):
        assert secret not in str(row.params)
        assert secret not in notice.title + notice.text
    client.force_login(officer)
    assert client.get(notice.url).url == reverse("claims:receipt", args=[claim.receipt])


def test_the_words_name_the_instant_by_which_to_answer(demand):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    due = claim_for(demand).answer_due
    told("claim_submitted")
    assert moments.written(due) in notice_of(Notification.objects.get(user=officer)).text


def test_the_answers_words_do_not_carry_the_reason(demand):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    claim = claim_for(demand)
    decline_claim(claim, by=officer, reason="交付太慢")
    told("claim_declined")
    row = Notification.objects.get(user=claim.submitted_by)
    assert "交付太慢" not in str(row.params)
    assert notice_of(row).title
