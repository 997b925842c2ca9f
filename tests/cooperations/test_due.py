"""The reminder at nine on the due day of an answer on a resource, and what follows its delay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.cooperations import actions, resources
from marketplace.cooperations.due import prompt, prompt_for_resources
from marketplace.cooperations.models import ResourceRequest
from marketplace.core import clock
from marketplace.core.workdays import morning_of
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.portal.todos import Todos
from tests.cooperations.factories import Pair, opens_data
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

A_WHILE = timedelta(seconds=20)


@pytest.fixture
def asked(pair):
    return ask(pair)


def ask(pair):
    return resources.request_resource(
        pair.cooperation, by=pair.provider, kind=opens_data(pair.demand), purpose="校准模型"
    )


def at(instant):
    """Let the database's clock show an instant, and run the job."""
    clock.shift(instant - datetime.now(UTC) + timedelta(milliseconds=2))
    prompt_for_resources()


def noted():
    names = ["resource_answer_reminded", "resource_overdue"]
    return list(Entry.objects.filter(kind__in=names).order_by("pk").values_list("kind", flat=True))


def told():
    """Dispatch the newest entry; return who was told, by the kind of message."""
    Notification.objects.all().delete()
    notify_on_entry(Entry.objects.latest("pk"), "")
    return {row.kind: row.user for row in Notification.objects.select_related("user")}


def test_the_owner_is_reminded_at_nine_on_the_due_day_and_once(pair, asked):
    nine = morning_of(asked.answer_due)
    at(nine - A_WHILE)
    assert noted() == []
    for _ in range(3):
        at(nine)
    assert noted() == ["resource_answer_reminded"]
    assert told() == {"resource_answer_reminded": pair.officer}
    notice = notice_of(Notification.objects.get())
    assert asked.kind.name in notice.title
    assert "17:30" in notice.text


def test_both_sides_hear_of_the_delay_at_the_due_instant_and_once(pair, asked):
    at(asked.answer_due - A_WHILE)
    for _ in range(3):
        at(asked.answer_due)
    assert noted() == ["resource_answer_reminded", "resource_overdue"]
    assert told() == {"resource_overdue": pair.officer, "resource_overdue_provider": pair.provider}
    entry = Entry.objects.latest("pk")
    assert (entry.subject(), entry.actor_key) == (asked, "")


def test_after_a_long_stop_of_the_clock_no_late_reminder_comes(asked):
    at(asked.answer_due + timedelta(days=3))
    assert noted() == ["resource_overdue"]


def test_what_was_answered_or_has_ended_is_let_alone(pair, asked):
    other = Pair()
    ended = ask(other)
    resources.grant_resource(asked, by=pair.officer)
    actions.end_cooperation(other.cooperation, by=other.officer, reason="不再继续")
    at(max(asked.answer_due, ended.answer_due) + timedelta(days=1))
    assert noted() == []
    assert prompt(asked) == prompt(ended) == ""


def test_an_overdue_request_stands_late_among_what_waits_for_the_owner(client, pair, asked):
    before = asked.answer_due - timedelta(days=3)
    assert [(one.due, one.urgency) for one in mine(pair, before)] == [(asked.answer_due, "")]
    after = asked.answer_due + A_WHILE
    assert [one.urgency for one in mine(pair, after)] == ["late"]
    assert Todos(pair.officer, after).late == 1
    at(after)
    client.force_login(pair.provider)
    page = client.get(f"/cooperations/{pair.cooperation.number}/").content.decode()
    assert ">逾期<" in page


def test_what_was_asked_in_an_ended_co_operation_waits_for_nobody(pair, asked):
    actions.end_cooperation(pair.cooperation, by=pair.provider, reason="不再继续")
    assert mine(pair, asked.answer_due) == []
    assert ResourceRequest.objects.get().state == "asked"


def mine(pair, now):
    return [one for one in Todos(pair.officer, now)[0:9] if one.due or "申请" in one.title]


@pytest.mark.django_db(transaction=True)
def test_of_many_clocks_at_once_one_notes_the_delay():
    request = ask(Pair())
    clock.shift(request.answer_due - datetime.now(UTC) + A_WHILE)
    assert sorted(at_once(*[lambda: prompt(request)] * 6)) == ["done"] * 6
    assert noted() == ["resource_overdue"]
