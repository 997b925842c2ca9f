"""What leaves the portal: once, however servers and workers fail."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from marketplace.core import clock
from marketplace.journal.task_worker import run_next
from marketplace.notifications import composing, sending
from marketplace.notifications.actions import mute_kind, try_address_again
from marketplace.notifications.mail import MailGateway
from marketplace.notifications.models import Bounce, Delivery, Item, Outage
from marketplace.notifications.sending import PAUSES, send_due, start_sending
from marketplace.notifications.ways import Channel
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MAIL = Channel.MAIL


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_an_urgent_message_is_mailed_once_in_text_and_html(tell, reached, settings):
    settings.BASE_URL = "https://portal.example"
    tell("urgent_ring", text="<b>第一行</b>")
    send_due(MAIL)
    send_due(MAIL)
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.to == [reached.email]
    assert "<b>第一行</b>" in sent.body
    html, kind = map(str, sent.alternatives[0])
    assert kind == "text/html"
    assert "&lt;b&gt;第一行" in html
    assert "style=" not in html
    assert f"<header>{settings.WAGTAIL_SITE_NAME}</header>" in html
    assert "http" not in html.partition("</head>")[0]
    number = reached.notifications.get(kind="urgent_ring").number
    assert f"https://portal.example/notifications/{number}/" in sent.body
    assert "与您在本平台的账号有关" not in sent.body
    assert "您是这份对接申请的一方" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"][1:-1] in sent.body
    assert states() == ["sent"]


def test_nothing_is_made_for_who_has_no_proved_address(tell, lin):
    tell("urgent_ring", "legal_ring")
    assert not Delivery.objects.exists()
    assert not Item.objects.exists()
    assert lin.notifications.count() == 3


def test_a_legal_notice_goes_out_read_or_not_and_names_no_way_to_stop_it(tell, reached):
    tell("legal_ring", "urgent_ring")
    reached.notifications.all().mark_read(clock.now())
    send_due(MAIL)
    (sent,) = mail.outbox
    assert "List-Unsubscribe" not in sent.extra_headers
    assert "/stop/" not in sent.body
    assert sorted(states()) == ["sent", "suppressed"]


def test_a_line_break_in_a_title_becomes_no_header(tell, reached):
    tell("urgent_ring", n="1\r\nBcc: x@example.test\u2028\x1b\x0b.")
    send_due(MAIL)
    (sent,) = mail.outbox
    assert "\n" not in sent.subject
    assert "Bcc: x@example.test ." in sent.subject
    assert sent.message()["Bcc"] is None


class KilledError(BaseException):
    """The process ends here."""


def test_a_killed_worker_sends_again_what_was_in_flight_and_nothing_else(
    tell, reached, mail_server, monkeypatch
):
    for n in range(3):
        tell("urgent_ring", n=n)
    whole = MailGateway.send
    calls = []

    def killed_after(gateway, envelope):
        whole(gateway, envelope)
        calls.append(envelope)
        if len(calls) == 2:
            raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(MailGateway, "send", killed_after)
        with pytest.raises(KilledError):
            send_due(MAIL)
    assert states() == ["sent", "sending", "waiting"]
    send_due(MAIL)
    assert states() == ["sent", "sent", "sent"]
    taken = Counter(message["Message-ID"] for message in mail_server.taken)
    in_flight = f"<{calls[1].key}@localhost>"
    assert sorted(taken.values()) == [1, 1, 2]
    assert taken[in_flight] == 2


def test_a_server_that_hangs_holds_its_sender_one_timeout_and_no_message_is_lost(
    tell, reached, mail_server
):
    for n in range(5):
        tell("urgent_ring", n=n)
    mail_server.hangs = True
    began = time.monotonic()
    assert not send_due(MAIL, seconds=60)
    assert time.monotonic() - began < 5
    assert mail_server.connected.is_set()
    assert states() == ["waiting"] * 5
    mail_server.connected.clear()
    send_due(MAIL)
    start_sending()
    assert not run_next("worker")
    assert not mail_server.connected.is_set(), "it is left alone for a while"
    tell("normal_ring")
    assert reached.notifications.filter(kind="normal_ring").exists()
    mail_server.hangs = False
    clock.shift(timedelta(seconds=PAUSES[0] + 1))
    send_due(MAIL)
    assert states() == ["sent"] * 5
    assert len(mail_server.taken) == 5
    assert not Outage.objects.exists()


def test_an_address_that_is_refused_for_good_gets_nothing_more_until_its_person_asks(
    tell, reached, mail_server
):
    mail_server.refused[reached.email] = "550 no such mailbox"
    tell("urgent_ring", n=1)
    tell("urgent_ring", n=2)
    send_due(MAIL)
    assert states() == ["suppressed", "suppressed"]
    assert Bounce.objects.get().note == "550 no such mailbox"
    tell("urgent_ring", n=3)
    assert Delivery.objects.count() == 2
    mail_server.refused.clear()
    try_address_again(MAIL, by=reached)
    tell("urgent_ring", n=4)
    send_due(MAIL)
    assert len(mail_server.taken) == 1


def test_a_refusal_for_now_is_tried_again_ever_later_and_given_up_at_last(
    tell, reached, mail_server
):
    mail_server.refused[reached.email] = "451 come back later"
    tell("urgent_ring")
    waited = timedelta()
    for pause in PAUSES:
        send_due(MAIL)
        assert states() == ["waiting"]
        waited += timedelta(seconds=pause - 2)
        clock.shift(waited)
        send_due(MAIL)
        waited += timedelta(seconds=3)
        clock.shift(waited)
    assert Delivery.objects.get().tries == len(PAUSES)
    send_due(MAIL)
    assert states() == ["failed"]
    assert Delivery.objects.get().note == "451 come back later"
    assert not Bounce.objects.exists()


def test_a_letter_that_is_refused_for_good_fails_and_the_address_stays(tell, reached, mail_server):
    mail_server.data_answer = "554 looks like spam"
    tell("urgent_ring")
    send_due(MAIL)
    assert states() == ["failed"]
    assert not Bounce.objects.exists()


def test_one_letter_that_cannot_be_made_holds_up_no_other(tell, reached, monkeypatch):
    tell("urgent_ring", n=1)
    tell("urgent_ring", n=2)
    first = Delivery.objects.order_by("pk").first()
    made = composing.envelope_of

    def broken(delivery):
        if delivery == first:
            raise LookupError("gone")
        return made(delivery)

    monkeypatch.setattr(sending, "envelope_of", broken)
    send_due(MAIL)
    assert states() == ["waiting", "sent"]


def test_what_was_read_or_muted_before_it_left_is_not_sent(tell, reached):
    tell("urgent_ring", n=1)
    reached.notifications.all().mark_read(clock.now())
    send_due(MAIL)
    tell("urgent_ring", n=2)
    mute_kind("urgent_ring", by=reached)
    send_due(MAIL)
    assert mail.outbox == []
    assert list(Delivery.objects.values_list("note", flat=True)) == ["not_due", "not_due"]


def test_the_clock_starts_one_task_and_the_task_sends(tell, reached):
    tell("urgent_ring")
    start_sending()
    start_sending()
    assert run_next("worker")
    assert not run_next("worker")
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(tell, reached):
    for n in range(6):
        tell("urgent_ring", n=n)
    assert at_once(*[lambda: send_due(MAIL)] * 4) == ["done"] * 4
    send_due(MAIL)
    assert len(mail.outbox) == 6
