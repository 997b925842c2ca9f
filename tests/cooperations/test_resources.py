from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.cooperations import actions, resources
from marketplace.cooperations.models import ResourceRequest
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.cooperations.factories import Pair, opens_data
from tests.factories import ResourceKindFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def kind(pair):
    return opens_data(pair.demand)


@pytest.fixture
def request_made(pair, kind):
    return ask(pair, kind)


def ask(pair, kind, purpose="校准模型"):
    return resources.request_resource(
        pair.cooperation, by=pair.provider, kind=kind, purpose=purpose
    )


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_the_provider_asks_for_what_the_demand_opens(pair, kind):
    request = ask(pair, kind, purpose=" 校准模型 ")
    stored = ResourceRequest.objects.get()
    assert (stored.kind, stored.purpose, stored.state) == (kind, "校准模型", "asked")
    assert stored.journal_state() == request.journal_state()


def test_what_the_demand_does_not_open_is_refused_beside_its_field(pair, kind):
    other = ResourceKindFactory(slug="site")
    assert set(refused(lambda: ask(pair, other)).fields) == {"kind"}
    assert set(refused(lambda: ask(pair, kind, purpose=" ")).fields) == {"purpose"}
    assert not ResourceRequest.objects.exists()


def test_the_owner_does_not_ask_and_the_provider_does_not_grant(pair, kind, request_made):
    assert (
        refused(
            lambda: resources.request_resource(
                pair.cooperation, by=pair.officer, kind=kind, purpose="自用"
            )
        ).code
        == "other_side"
    )
    for act in (resources.grant_resource, resources.refuse_resource):
        refusal = refused(lambda one=act: one(request_made, by=pair.provider, reason="好"))
        assert refusal.code == "other_side"


def test_a_refusal_needs_a_reason_and_a_grant_none(pair, kind, request_made):
    refusal = refused(lambda: resources.refuse_resource(request_made, by=pair.officer, reason=" "))
    assert set(refusal.fields) == {"reason"}
    assert resources.grant_resource(request_made, by=pair.officer).state == "granted"
    other = ask(pair, kind)
    resources.refuse_resource(other, by=pair.officer, reason="数据含个人信息。")
    assert ResourceRequest.objects.get(pk=other.pk).reason == "数据含个人信息。"


def test_only_what_was_granted_is_used(pair, request_made):
    assert refused(lambda: resources.note_use(request_made, by=pair.provider)).status == 409
    resources.grant_resource(request_made, by=pair.officer)
    assert resources.note_use(request_made, by=pair.provider).state == "used"


def test_nothing_is_asked_for_once_it_has_ended(pair, kind):
    actions.end_cooperation(pair.cooperation, by=pair.officer, reason="不再继续")
    assert refused(lambda: ask(pair, kind)).code == "wrong_state"


def test_the_rate_is_counted_from_the_requests(pair, kind):
    owner = pair.demand.lifecycle.owner
    assert resources.promises_of(owner).percent is None
    answered = [ask(pair, kind) for _ in range(4)]
    for one in answered[:3]:
        resources.grant_resource(one, by=pair.officer)
    resources.note_use(answered[0], by=pair.provider)
    resources.refuse_resource(answered[3], by=pair.officer, reason="不便开放")
    ask(pair, kind)
    promises = resources.promises_of(owner)
    assert (promises.kept, promises.answered, promises.waiting) == (3, 4, 1)
    assert (promises.percent, promises.overdue, promises.is_public) == (75, 0, False)


def test_a_request_that_waits_longer_than_an_answer_may_take_is_not_kept(pair, kind, settings):
    settings.CLOCK_OFFSET = True
    owner = pair.demand.lifecycle.owner
    granted, waiting = ask(pair, kind), ask(pair, kind)
    resources.grant_resource(granted, by=pair.officer)
    left = waiting.answer_due - clock.now()
    clock.shift(left - timedelta(minutes=1))
    assert resources.promises_of(owner).percent == 100
    clock.shift(left)
    promises = resources.promises_of(owner)
    assert (promises.answered, promises.overdue, promises.waiting) == (1, 1, 1)
    assert (promises.percent, promises.counted) == (50, 2)
    resources.grant_resource(waiting, by=pair.officer)
    assert resources.promises_of(owner).percent == 100


def test_what_an_ended_co_operation_asked_before_its_end_is_no_broken_promise(pair, kind, settings):
    settings.CLOCK_OFFSET = True
    waiting = ask(pair, kind)
    actions.end_cooperation(pair.cooperation, by=pair.provider, reason="不再继续")
    clock.shift(waiting.answer_due - clock.now() + timedelta(days=1))
    promises = resources.promises_of(pair.demand.lifecycle.owner)
    assert (promises.overdue, promises.percent) == (0, None)


def test_the_public_reads_the_rate_once_five_are_answered(client, pair, kind):
    page = reverse("organisations:detail", args=[pair.demand.lifecycle.owner.pk])
    before = client.get(page).content.decode()
    for number in range(5):
        assert 'id="promises"' not in client.get(page).content.decode()
        act = resources.grant_resource if number else resources.refuse_resource
        act(ask(pair, kind), by=pair.officer, reason="说明")
    after = client.get(page).content.decode()
    assert 'id="promises"' in after
    assert "80%" in after
    assert "4 / 5" not in after
    assert len(before) < len(after)
    client.force_login(pair.officer)
    assert "4 / 5" in client.get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_one_stands():
    pair = Pair()
    request = ask(pair, opens_data(pair.demand))
    calls = [
        lambda: resources.grant_resource(request, by=pair.officer),
        lambda: resources.refuse_resource(request, by=pair.officer, reason="不便开放"),
    ] * 5
    assert at_once(*calls) == ["done"] + ["wrong_state"] * 9
    kinds = ["resource_granted", "resource_refused"]
    assert Entry.objects.filter(kind__in=kinds).count() == 1
