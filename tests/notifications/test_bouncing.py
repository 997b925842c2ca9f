"""A mail that comes back after its server took it: heard by a signed call, or noted by staff."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from marketplace.journal.models import Entry
from marketplace.notifications.bouncing import BOUNCED
from marketplace.notifications.choosing import addresses
from marketplace.notifications.models import Bounce, Delivery
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.factories import UserFactory
from tests.notifications.test_callback import call

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PATH = "/notifications/callback/mail/"
SECRET = "mail-secret"


@pytest.fixture
def sent(reached, tell, settings):
    """Send a mail that its server takes."""
    settings.MAIL_CALLBACK_SECRET = SECRET
    tell("urgent_ring")
    send_due(Channel.MAIL)
    return Delivery.objects.get()


def report(delivery, person, **told):
    said = {"address": person.email, "status": "5.1.1", "note": "no such user", **told}
    return {"message_id": f"<{delivery.key}@portal.example>", **said}


def test_a_report_that_it_came_back_for_good_keeps_the_address_out_once(sent, reached):
    for _ in range(2):
        answer = call(report(sent, reached), secret=SECRET, path=PATH)
        assert (answer.status_code, answer.json()) == (200, {"bounced": True})
    assert Bounce.objects.get().note == "5.1.1 no such user"
    assert addresses([reached.pk], Channel.MAIL) == {}
    assert Entry.objects.filter(kind=BOUNCED).count() == 1


@pytest.mark.parametrize(
    "told",
    [
        {"status": "4.2.2"},
        {"address": "somebody@else.test"},
        {"message_id": "<00000000-0000-4000-8000-000000000000@portal.example>"},
    ],
)
def test_what_came_back_for_now_or_from_elsewhere_keeps_nobody_out(sent, reached, told):
    answer = call(report(sent, reached, **told), secret=SECRET, path=PATH)
    assert answer.json() == {"bounced": False}
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "told", [{"message_id": 7}, {"message_id": "<x@y>"}, {"status": "bad"}, {"note": ["x"]}]
)
def test_a_report_that_is_none_is_refused(sent, reached, told):
    assert call(report(sent, reached, **told), secret=SECRET, path=PATH).status_code == 400
    assert call(report(sent, reached), secret="guessed", path=PATH).status_code == 401
    assert not Bounce.objects.exists()


def test_staff_note_that_a_mail_came_back(sent, reached, client):
    path = reverse("notifications_returned", args=[sent.key])
    keeper = UserFactory()
    keeper.user_permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    client.force_login(keeper)
    client.post(path)
    assert not Bounce.objects.exists()
    keeper.user_permissions.add(
        Permission.objects.get(content_type__app_label="notifications", codename="change_delivery")
    )
    assert client.get(path).status_code == 200
    client.post(path)
    assert Bounce.objects.get().address == reached.email
