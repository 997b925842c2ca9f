"""A real platform behind the gateway: what it is handed, and what follows from its answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from marketplace.core import clock
from marketplace.notifications.actions import try_address_again
from marketplace.notifications.models import Bounce, Delivery, Outage
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from marketplace.settings import env
from tests.notifications.conftest import MOBILE
from tests.notifications.platform_server import SECRET, PlatformServer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SMS = Channel.SMS


@pytest.fixture
def platform(settings) -> Iterator[PlatformServer]:
    with PlatformServer() as server:
        settings.PLATFORMS = {"sms": {"url": server.url, "secret": SECRET}}
        settings.PLATFORM_TIMEOUT = 0.5
        gateway = "marketplace.notifications.platforms.PlatformGateway"
        settings.GATEWAYS = {**settings.GATEWAYS, "sms": gateway}
        yield server


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_message_is_handed_over_once_signed_with_a_key_and_without_what_it_is_about(
    tell, texted, platform, settings
):
    settings.BASE_URL = "https://portal.example"
    tell("urgent_ring", text="机密内容")
    send_due(SMS)
    send_due(SMS)
    (taken,) = platform.taken
    delivery = Delivery.objects.get()
    number = texted.notifications.get(kind="urgent_ring").number
    url = f"https://portal.example/n/{number}/"
    assert taken["text"] == f"【厦门场景对接】urgent_ring {url}"
    assert (taken["to"], taken["channel"], taken["url"]) == (MOBILE, "sms", url)
    assert taken["key"] == taken["headers"]["Idempotency-Key"] == str(delivery.key)
    assert taken["path"] == "/hand-over?city=xm"
    assert "机密" not in json.dumps(taken, ensure_ascii=False)
    assert (delivery.state, delivery.masked) == ("sent", "138****0001")


def test_a_number_that_is_gone_gets_nothing_more_until_its_person_asks(tell, texted, platform):
    platform.status, platform.said = 410, f"no subscriber {MOBILE}"
    tell("urgent_ring", n=1)
    tell("urgent_ring", n=2)
    send_due(SMS)
    assert states() == ["suppressed", "suppressed"]
    assert Bounce.objects.get().note == "410 no subscriber …", "a note names no number"
    tell("urgent_ring", n=3)
    assert Delivery.objects.count() == 2
    platform.status = 202
    try_address_again(SMS, by=texted)
    tell("urgent_ring", n=4)
    send_due(SMS)
    assert len(platform.taken) == 1


@pytest.mark.parametrize(
    ("status", "state", "is_away"),
    [
        (400, "failed", False),
        (422, "failed", False),
        (429, "waiting", False),
        (500, "waiting", False),
        (302, "waiting", True),
        (401, "waiting", True),
        (503, "waiting", True),
    ],
)
def test_an_answer_says_whether_message_or_platform_is_at_fault(
    tell, texted, platform, status, state, is_away
):
    platform.status = status
    tell("urgent_ring")
    send_due(SMS)
    assert states() == [state]
    assert Outage.objects.exists() == is_away
    assert not Bounce.objects.exists()


def test_a_platform_that_hangs_holds_its_sender_one_timeout_and_nothing_is_lost(
    tell, texted, platform
):
    for n in range(3):
        tell("urgent_ring", n=n)
    platform.hangs = True
    began = time.monotonic()
    assert not send_due(SMS, seconds=60)
    assert time.monotonic() - began < 5
    assert platform.connected.is_set()
    assert states() == ["waiting"] * 3
    platform.hangs = False
    Outage.objects.all().delete()
    Delivery.objects.update(due_at=clock.now())
    send_due(SMS)
    assert states() == ["sent"] * 3
    assert len({taken["key"] for taken in platform.taken}) == 3


def test_a_platform_that_is_not_there_is_away(tell, texted, platform, settings):
    settings.PLATFORMS = {"sms": {"url": "http://127.0.0.1:1/", "secret": SECRET}}
    tell("urgent_ring")
    send_due(SMS)
    assert states() == ["waiting"]
    assert "ConnectionRefusedError" in Delivery.objects.get().note


def test_a_platform_without_a_secret_is_refused_at_start(monkeypatch):
    monkeypatch.setenv("SMS_URL", "https://platform.example/")
    with pytest.raises(ImproperlyConfigured, match="SMS_SECRET"):
        env.platforms()
    monkeypatch.setenv("SMS_SECRET", "s")
    assert env.platforms() == {"sms": {"url": "https://platform.example/", "secret": "s"}}


def test_the_words_are_chinese_whatever_language_the_worker_has(tell, texted, platform):
    with translation.override("en"):
        tell("legal_ring")
        send_due(SMS)
    assert platform.taken[0]["text"].startswith("【厦门场景对接】")
