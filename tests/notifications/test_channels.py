"""Text messages and WeChat follow the same wishes as e-mails, and say less."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.core import mail

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.notifications.actions import change_preferences, mute_kind
from marketplace.notifications.console import kept
from marketplace.notifications.digests import collect_digests
from marketplace.notifications.forms import PreferencesForm, cells, initial_of
from marketplace.notifications.models import Address, Bounce, Delivery, Item
from marketplace.notifications.proving import ask_for_code, remove_address
from marketplace.notifications.sending import send_due, start_sending
from marketplace.notifications.ways import Channel, Pace, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SMS, WECHAT, MAIL = Channel.SMS, Channel.WECHAT, Channel.MAIL
APPLICATIONS = (Topic.APPLICATIONS, SMS)


def set_clock(text: str) -> None:
    clock.shift(timedelta())
    clock.shift(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) - clock.now())


def texts(channel: Channel = SMS) -> list[str]:
    send_due(channel)
    return [message.text for message in kept(channel)]


def test_who_has_chosen_nothing_gets_what_presses_alone(texted, tell):
    tell("normal_ring", "urgent_ring", "legal_ring")
    said = texts()
    assert [text.split()[0] for text in said] == [
        "【厦门场景对接】urgent_ring",
        "【厦门场景对接】legal_ring",
    ]
    assert texts() == said, "each once"


def test_a_message_says_its_kind_and_a_short_address_and_nothing_else(texted, tell, client):
    tell("urgent_ring", text="某某公司申请了某需求", n="标题")
    (said,) = texts()
    number = texted.notifications.get(kind="urgent_ring").number
    assert said == f"【厦门场景对接】urgent_ring http://localhost:8000/n/{number}/"
    address = f"/n/{number}/"
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(texted)
    assert client.get(address).url == "/notifications/"
    assert texted.notifications.get(number=number).read_at is not None
    assert client.get("/n/").url == "/notifications/"


def test_each_channel_has_its_own_delivery_and_fails_alone(texted, reached, tell):
    Address.objects.create(user=texted, channel=WECHAT, address="f-lin", proved_at=clock.now())
    tell("urgent_ring")
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["mail", "sms", "wechat"]
    assert len(texts(SMS)) == len(texts(WECHAT)) == 1
    assert mail.outbox == []
    send_due(MAIL)
    assert len(mail.outbox) == 1
    assert {row.masked for row in Delivery.objects.all()} == {
        "138****0001",
        "****-lin",
        "l***@ring.test",
    }


def test_off_and_muted_and_read_are_not_texted(texted, tell):
    change_preferences({APPLICATIONS: Pace.OFF}, by=texted, quiet=None)
    tell("urgent_ring")
    change_preferences({APPLICATIONS: Pace.INSTANT}, by=texted, quiet=None)
    mute_kind("urgent_ring", by=texted, channels=[SMS])
    tell("urgent_ring", "normal_ring")
    texted.notifications.all().mark_read(clock.now())
    assert texts() == []
    assert Delivery.objects.get().note == "not_due"


def test_in_hours_of_quiet_only_legal_notices_are_texted(texted, tell):
    set_clock("2026-12-09T23:00")
    change_preferences({APPLICATIONS: Pace.INSTANT}, by=texted, quiet=(time(22), time(7, 30)))
    tell("urgent_ring", "legal_ring")
    assert len(texts()) == 1
    set_clock("2026-12-10T07:31")
    assert len(texts()) == 2


def test_a_day_comes_in_one_text_that_says_how_many(texted, tell):
    set_clock("2026-12-08T10:00")
    change_preferences({APPLICATIONS: Pace.DAILY}, by=texted, quiet=None)
    for n in range(3):
        tell("normal_ring", n=n)
    texted.notifications.filter(kind="normal_ring", params__n=1).mark_read(clock.now())
    set_clock("2026-12-09T08:31")
    collect_digests()
    collect_digests()
    assert texts() == ["【厦门场景对接】2 条新消息 http://localhost:8000/n/"]


def test_a_weak_match_is_not_texted(texted, tell):
    change_preferences({(Topic.MATCHES, SMS): Pace.INSTANT}, by=texted, quiet=None)
    tell("match_ring", weak=True)
    assert texts() == []
    tell("match_ring")
    assert len(texts()) == 1


def test_what_waits_for_a_number_that_was_removed_is_not_sent(texted, tell):
    tell("urgent_ring", "legal_ring")
    remove_address(SMS, by=texted)
    assert texts() == []
    assert set(Delivery.objects.values_list("note", flat=True)) == {"unreachable"}


def test_a_number_that_was_refused_gets_nothing(texted, tell):
    Bounce.objects.create(channel=SMS, address="13800000001", note="410", at=clock.now())
    tell("urgent_ring", "legal_ring")
    assert not Item.objects.exists()


def test_a_channel_that_is_not_set_up_is_left_alone_with_what_waits_on_it(texted, tell, settings):
    tell("urgent_ring")
    settings.GATEWAYS = {"mail": settings.GATEWAYS["mail"]}
    start_sending()
    tell("legal_ring")
    assert Delivery.objects.get().state == "waiting"
    names = dict(PreferencesForm(initial=initial_of(texted.pk), channels=[MAIL]).fields)
    assert not [name for name in names if name.endswith("-sms")]


def test_a_code_goes_before_what_waits_longer(texted, tell):
    for n in range(3):
        tell("urgent_ring", n=n)
    set_clock("2026-12-09T10:00")
    ask_for_code("13900000002", by=texted)
    send_due(SMS)
    assert [message.address for message in kept(SMS)] == ["13800000001"] * 3 + ["13900000002"]


def test_subscriptions_are_chosen_by_topic_where_they_are_told_shortly():
    assert (Topic.SUBSCRIPTIONS, SMS) in set(cells([SMS, MAIL]))
    assert (Topic.SUBSCRIPTIONS, MAIL) not in set(cells([SMS, MAIL]))
