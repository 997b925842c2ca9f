"""Nobody changes unseen where a person is reached."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache

from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.console import kept
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.proving import bind_follower, make_binding_code, remove_address
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(person) -> list[tuple[str, str]]:
    run_until_caught_up()
    rows = person.notifications.order_by("number")
    return [(row.kind, kind_of(row.kind).title(row.params)) for row in rows]


def test_a_new_address_is_told_to_its_person_by_mail_and_not_to_that_address(reached):
    cache.clear()
    bind_follower("f-lin-1", code=make_binding_code(by=reached))
    assert told(reached) == [("address_proved", "微信消息将发往新的地址")]
    for channel in (Channel.MAIL, Channel.WECHAT):
        send_due(channel)
    assert [sent.subject for sent in mail.outbox] == ["微信消息将发往新的地址"]
    assert kept(Channel.WECHAT) == []


def test_who_loses_an_address_to_another_is_told_and_learns_not_to_whom(lin):
    other = UserFactory(name="另一个人")
    bind_follower("f-both", code=make_binding_code(by=lin))
    bind_follower("f-both", code=make_binding_code(by=other))
    assert [kind for kind, _title in told(lin)] == ["address_proved", "address_taken"]
    assert [kind for kind, _title in told(other)] == ["address_proved"]
    row = lin.notifications.get(kind="address_taken")
    assert row.params == {"channel": "wechat"}
    assert "另一个人" not in kind_of(row.kind).text(row.params)


def test_who_takes_an_address_back_is_told_nothing(lin):
    bind_follower("f-lin-1", code=make_binding_code(by=lin))
    remove_address(Channel.WECHAT, by=lin)
    assert [kind for kind, _title in told(lin)] == ["address_proved"]
