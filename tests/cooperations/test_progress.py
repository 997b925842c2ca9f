"""What everybody reads of co-operations, and that nothing else tells of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from marketplace.cooperations import actions
from marketplace.cooperations.progress import NOTHING, public_progress
from marketplace.listings.models import Demand
from tests.claims.factories import open_demand, with_lifecycle
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
