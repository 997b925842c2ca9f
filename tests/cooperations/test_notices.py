from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.cooperations import actions, resources
from marketplace.cooperations.people import people_of
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from tests.claims.factories import open_demand, person_of
from tests.cooperations.factories import SIGNED, Pair, opens_data
from tests.factories import UnitFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(kind):
    """Dispatch the newest entry of a kind; return who was told."""
    notify_on_entry(Entry.objects.filter(kind=kind).latest("pk"), "")
    return {row.user for row in Notification.objects.filter(kind=kind).select_related("user")}


def test_the_other_side_is_told_of_contact_talks_and_the_end(pair):
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    assert told("cooperation_confirmed") == {pair.officer}
    actions.confirm_contact(pair.cooperation, by=pair.officer)
    assert told("cooperation_contacted") == {pair.provider}
    actions.begin_talks(pair.cooperation, by=pair.provider)
    assert told("cooperation_begun") == {pair.officer}
    actions.end_cooperation(pair.cooperation, by=pair.officer, reason="预算调整")
    assert told("cooperation_ended") == {pair.provider}


def test_each_later_step_tells_the_side_that_did_not_do_it(pair):
    pair.until("rated")
    for kind, person in (
        ("cooperation_agreed", pair.provider),
        ("cooperation_delivery_stated", pair.officer),
        ("cooperation_delivered", pair.provider),
        ("cooperation_accepted", pair.provider),
        ("cooperation_rated", pair.provider),
    ):
        assert told(kind) == {person}, kind


def test_requests_and_their_answers_are_told(pair):
    kind = opens_data(pair.demand)
    asked = [
        resources.request_resource(pair.cooperation, by=pair.provider, kind=kind, purpose="校准")
        for _ in range(2)
    ]
    assert told("resource_requested") == {pair.officer}
    resources.grant_resource(asked[0], by=pair.officer)
    resources.refuse_resource(asked[1], by=pair.officer, reason="不便开放")
    assert told("resource_granted") == told("resource_refused") == {pair.provider}


def test_the_words_tell_no_amount_reason_or_rating(pair):
    pair.until("talking")
    actions.sign_agreement(
        pair.cooperation, by=pair.officer, agreed_on=SIGNED, amount=Decimal(987_654)
    )
    actions.end_cooperation(pair.cooperation, by=pair.officer, reason="内部原因不便说明")
    for kind in ("cooperation_agreed", "cooperation_ended"):
        told(kind)
    for row in Notification.objects.all():
        notice = notice_of(row)
        said = f"{row.params} {notice.title} {notice.text}"
        assert pair.demand.title in notice.text
        assert "987" not in said
        assert "内部原因" not in said


def test_only_the_handling_unit_and_those_who_act_for_the_firm_are_told():
    unit = UnitFactory()
    owner = unit.organisation
    inside = person_of(owner, Role.EDITOR, unit)
    pair = Pair(open_demand(owner=owner, unit=unit))
    person_of(owner, Role.EDITOR, UnitFactory(organisation=owner))
    person_of(owner, Role.VIEWER, unit)
    person_of(pair.firm, Role.VIEWER)
    both = person_of(owner, Role.EDITOR, unit)
    pair.firm.memberships.create(user=both, role=Role.VIEWER)
    assert set(people_of(pair.cooperation, "owner")) == {inside}
    assert set(people_of(pair.cooperation, "provider")) == {pair.provider}
