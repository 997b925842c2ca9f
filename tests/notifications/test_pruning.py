"""The log is forgotten after a while, and nothing goes out twice for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock
from marketplace.notifications import pruning
from marketplace.notifications.choosing import Choices
from marketplace.notifications.digests import collect_digests
from marketplace.notifications.models import Delivery, Item, Proof
from marketplace.notifications.outbox import queue
from marketplace.notifications.proving import ask_for_code, make_binding_code
from marketplace.notifications.pruning import prune_deliveries
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MAIL = Channel.MAIL


def age(days: float) -> None:
    clock.shift(timedelta(days=days))


def test_what_was_settled_is_kept_for_the_days_of_the_setting_and_no_longer(
    reached, tell, settings
):
    settings.DELIVERY_LOG_DAYS = 30
    tell("urgent_ring")
    send_due(MAIL)
    age(29.9)
    prune_deliveries()
    assert Delivery.objects.count() == 1
    age(30.1)
    prune_deliveries()
    prune_deliveries()
    assert not Delivery.objects.exists()
    assert reached.notifications.filter(kind="urgent_ring").exists()


def test_what_waits_is_kept_however_old_it_is_and_still_goes_out(reached, tell):
    tell("urgent_ring", "normal_ring")
    age(500)
    prune_deliveries()
    assert Delivery.objects.get().state == "waiting"
    collect_digests()
    send_due(MAIL)
    assert len(mail.outbox) == 2


def test_what_had_its_turn_has_none_again(reached, tell):
    tell("urgent_ring", "normal_ring")
    send_due(MAIL)
    age(2)
    collect_digests()
    send_due(MAIL)
    sent = len(mail.outbox)
    age(500)
    prune_deliveries()
    assert not Item.objects.exclude(outcome="past", delivery=None).exists()
    collect_digests()
    send_due(MAIL)
    assert len(mail.outbox) == sent
    assert not Delivery.objects.exists()


def test_the_database_itself_refuses_a_second_turn(reached, tell):
    tell("urgent_ring")
    send_due(MAIL)
    age(500)
    prune_deliveries()
    rows = list(reached.notifications.filter(kind="urgent_ring"))
    with pytest.raises(IntegrityError), transaction.atomic():
        queue(rows, choices=Choices([reached.pk]))


def test_codes_are_forgotten_with_their_deliveries(lin):
    ask_for_code("13800000001", by=lin)
    make_binding_code(by=lin)
    send_due(Channel.SMS)
    age(179)
    prune_deliveries()
    assert Proof.objects.count() == 2
    age(181)
    prune_deliveries()
    assert not Proof.objects.exists()
    assert not Delivery.objects.exists()


def test_a_start_takes_a_bounded_number_in_short_transactions(reached, tell, monkeypatch):
    for n in range(7):
        tell("urgent_ring", n=n)
    send_due(MAIL)
    age(181)
    monkeypatch.setattr(pruning, "BATCH", 2)
    monkeypatch.setattr(pruning, "BATCHES", 2)
    with CaptureQueriesContext(connection) as queries:
        prune_deliveries()
    assert Delivery.objects.count() == 3
    assert len(queries) < 30
    prune_deliveries()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_prune_at_once_do_no_harm(reached, tell):
    for n in range(6):
        tell("urgent_ring", n=n)
    send_due(MAIL)
    age(181)
    assert at_once(*[prune_deliveries] * 3) == ["done"] * 3
    assert not Delivery.objects.exists()
    urgent = Item.objects.filter(notification__kind="urgent_ring")
    assert set(urgent.values_list("outcome", flat=True)) == {"past"}
