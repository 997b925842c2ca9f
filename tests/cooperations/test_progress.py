"""What everybody reads of co-operations, and that nothing else tells of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from marketplace.claims.models import Claim
from marketplace.cooperations import actions
from marketplace.cooperations.forms import AgreementForm
from marketplace.cooperations.progress import (
    NOTHING,
    Progress,
    PublicAgreement,
    PublicStep,
    public_progress,
)
from marketplace.core.refusals import Refusal
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of, with_lifecycle
from tests.cooperations.factories import SIGNED, Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def progress(demand, **lifecycle):
    """Return what is public now, with fields of the lifecycle set before."""
    return public_progress(with_lifecycle(demand, **lifecycle), at=timezone.now())


def closed():
    return {"closes_at": timezone.now() - timedelta(minutes=1)}


def test_contact_that_one_side_confirmed_is_not_counted(pair):
    assert not progress(pair.demand)
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    assert not progress(pair.demand)
    actions.confirm_contact(pair.cooperation, by=pair.officer)
    assert progress(pair.demand).talks == 1


@pytest.mark.parametrize("path", sorted(Demand.QUIET_PATHS))
def test_on_quiet_paths_nothing_is_said_before_the_close(path):
    demand = open_demand(path=path)
    Pair(demand).until("talking")
    assert progress(demand) == NOTHING
    assert progress(demand, **closed()).talks == 1


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("talking", (1, 0, 0)),
        ("agreed", (0, 1, 0)),
        ("delivered", (0, 1, 0)),
        ("accepted", (0, 0, 1)),
        ("rated", (0, 0, 1)),
    ],
)
def test_states_are_counted_without_names(state, counts, pair):
    pair.until(state)
    found = progress(pair.demand, **closed())
    assert (found.talks, found.signed, found.done) == counts
    assert list(found.agreements) == []


def test_each_step_is_told_with_its_day_and_nobody_is_named(pair):
    pair.until("agreed")
    today = timezone.localdate()
    steps = progress(pair.demand).steps
    assert [(str(one.label), one.on, one.count) for one in steps] == [
        ("双方确认对接", today, 1),
        ("开始洽谈", today, 1),
        ("签订协议", today, 1),
    ]


def test_an_agreement_stands_among_the_steps_by_its_day():
    days = [date(2026, 10, 1), date(2026, 10, 21), date(2026, 11, 20)]
    steps = [PublicStep(label, day, 1) for label, day in zip("abc", days, strict=True)]
    agreements = [PublicAgreement("鼓浪传感", days[1], None, "")]
    lines = Progress(0, 0, 1, agreements, steps).lines
    assert lines == [steps[0], steps[1], *agreements, steps[2]]


def test_what_has_ended_is_not_told(pair):
    pair.until("delivered")
    actions.publish_agreement(pair.cooperation, by=pair.officer)
    actions.end_cooperation(pair.cooperation, by=pair.provider, reason="条件未满足")
    found = progress(pair.demand, **closed())
    assert not found
    assert not found.steps
    assert list(found.agreements) == []


def test_a_name_comes_after_the_close_and_only_where_the_owner_made_it_public(pair):
    pair.until("talking")
    actions.sign_agreement(
        pair.cooperation, by=pair.officer, agreed_on=SIGNED, amount=Decimal(120_000), is_public=True
    )
    assert list(progress(pair.demand).agreements) == []
    (agreement,) = progress(pair.demand, **closed()).agreements
    assert (agreement.provider, agreement.amount) == (str(pair.firm), 120_000)


@pytest.mark.parametrize(
    ("timeline", "steps", "amounts"),
    [("nothing", 0, []), ("steps", 3, [None]), ("amounts", 3, [120_000])],
)
def test_what_is_public_is_what_the_demand_says(timeline, steps, amounts):
    pair = signed(timeline=timeline)
    found = progress(pair.demand, **closed())
    assert (len(found.steps), [one.amount for one in found.agreements]) == (steps, amounts)
    assert found.signed == bool(steps)


def test_what_was_promised_when_the_firm_applied_is_not_widened_afterwards():
    demand = open_demand(timeline="nothing", cooperation="multiple")
    kept = signed(demand)
    Demand.objects.filter(pk=demand.pk).update(timeline="amounts")
    assert not progress(demand, **closed())
    later = signed(with_lifecycle(demand, closes_at=None))
    found = progress(demand, **closed())
    assert (found.signed, [one.provider for one in found.agreements]) == (1, [str(later.firm)])
    assert kept.cooperation.shown == "nothing"


def test_a_firm_that_applied_before_keeps_it_though_it_is_accepted_after_the_change():
    demand = open_demand(timeline="steps")
    claim = claim_for(demand)
    Demand.objects.filter(pk=demand.pk).update(timeline="amounts")
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    accepted = accept(Claim.objects.get(pk=claim.pk), by=officer)
    assert accepted.cooperation is not None
    assert (accepted.timeline, accepted.cooperation.timeline) == ("steps", "steps")


def test_what_the_demand_takes_back_later_is_taken_back():
    pair = signed()
    Demand.objects.filter(pk=pair.demand.pk).update(timeline="steps")
    assert [one.amount for one in progress(pair.demand, **closed()).agreements] == [None]
    Demand.objects.filter(pk=pair.demand.pk).update(timeline="nothing")
    assert not progress(pair.demand)


def test_where_nothing_is_public_the_owner_publishes_nothing():
    pair = Pair(timeline="nothing").until("agreed")
    with pytest.raises(Refusal) as refused:
        actions.publish_agreement(pair.cooperation, by=pair.officer)
    assert refused.value.code == "kept_back"
    assert "is_public" not in AgreementForm(cooperation=pair.cooperation).fields


def signed(demand=None, **content):
    """Return a pair with an agreement that its owner would show."""
    pair = Pair(demand, **content).until("talking")
    actions.sign_agreement(
        pair.cooperation, by=pair.officer, agreed_on=SIGNED, amount=Decimal(120_000), is_public=True
    )
    return pair


def test_where_buying_follows_the_law_no_name_comes_without_the_notice():
    pair = Pair(path=Demand.Path.PROCUREMENT).until("talking")
    actions.sign_agreement(
        pair.cooperation,
        by=pair.officer,
        agreed_on=SIGNED,
        notice_url="https://zfcg.example.gov.cn/1",
        is_public=True,
    )
    (agreement,) = progress(pair.demand, **closed()).agreements
    assert agreement.notice_url == "https://zfcg.example.gov.cn/1"
    type(pair.cooperation).objects.filter(pk=pair.key).update(notice_url="")
    assert list(progress(pair.demand).agreements) == []
