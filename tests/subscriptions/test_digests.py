"""What a day or a week brought, told together at its border."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from marketplace.core import clock
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from marketplace.subscriptions import alerting, digests
from marketplace.subscriptions.actions import change_subscription, pause_subscription
from marketplace.subscriptions.alerting import Fit, raise_alerts
from marketplace.subscriptions.models import Alert, Message
from tests.claims.factories import capability_of, open_demand, person_of, with_lifecycle
from tests.factories import MembershipFactory, UserFactory
from tests.search.indexing import follow_journal
from tests.subscriptions.factories import followed, saved

pytestmark = pytest.mark.django_db
WORDS = {"words": [["泵站", "泵站"]], "facets": []}


def alerted(*subscriptions, listing=None):
    listing = listing or open_demand(title="泵站联动")
    raise_alerts(listing, [Fit(one.pk, WORDS) for one in subscriptions])
    return listing


@pytest.mark.parametrize(
    ("frequency", "now", "border"),
    [
        ("daily", "2026-06-03T01:00", "2026-06-03T01:00"),
        ("daily", "2026-06-03T00:59", "2026-06-02T01:00"),
        ("daily", "2026-06-02T17:00", "2026-06-02T01:00"),  # one o'clock at night in Shanghai
        ("weekly", "2026-06-03T12:00", "2026-06-01T01:00"),
        ("weekly", "2026-06-01T00:59", "2026-05-25T01:00"),
        ("instant", "2026-06-03T12:00", "2026-06-03T12:00"),
    ],
)
def test_the_border_is_nine_o_clock_in_shanghai(frequency, now, border):
    found = digests.border_of(frequency, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found.astimezone(UTC).isoformat()[:16] == border


def test_a_day_is_told_in_one_message_and_once():
    tuesday = timedelta(days=(1 - timezone.localtime(clock.now()).weekday()) % 7)
    clock.shift(tuesday)  # on a Sunday the next day would end the week
    person = UserFactory()
    daily = saved("泵站", by=person, frequency="daily")
    other = saved("积水", by=person, frequency="daily")
    weekly = saved("水位", by=person, frequency="weekly")
    alerted(daily, other, weekly)
    alerted(daily)
    digests.collect_digests()
    assert not Message.objects.exists()
    clock.shift(tuesday + timedelta(days=1))
    digests.collect_digests()
    digests.collect_digests()
    follow_journal()
    message = Message.objects.get()
    assert message.alerts.count() == 3
    notice = notice_of(Notification.objects.get(user=person, kind="digest_collected"))
    assert "2 条订阅" in notice.title
    assert notice.text.startswith("2 条新内容")
    alerted(daily)
    clock.shift(tuesday + timedelta(days=8))
    digests.collect_digests()
    assert sorted(Message.objects.values_list("frequency", flat=True)) == [
        "daily",
        "daily",
        "weekly",
    ]
    assert not Alert.objects.filter(outcome="waiting").exists()


def test_what_went_before_its_message_is_left_out():
    subscription = saved("泵站", frequency="daily")
    gone, owned, kept = (alerted(subscription) for _ in range(3))
    with_lifecycle(gone, state="withdrawn")
    MembershipFactory(user=subscription.user, organisation=owned.lifecycle.owner)
    capability = capability_of(person_of_firm := MembershipFactory().organisation)
    former = followed(capability, by=person_of(person_of_firm), frequency="daily")
    alerted(former, listing=kept)
    former.user.memberships.all().delete()
    clock.shift(timedelta(days=1))
    digests.collect_digests()
    assert [alert.demand for alert in Message.objects.get().alerts.all()] == [kept]
    assert Alert.objects.filter(outcome="dropped").count() == 3


def test_a_pause_holds_what_waits_and_a_change_to_at_once_sends_it():
    subscription = saved("泵站", frequency="weekly")
    alerted(subscription)
    pause_subscription(subscription, by=subscription.user)
    clock.shift(timedelta(days=8))
    digests.collect_digests()
    assert not Message.objects.exists()
    subscription.refresh_from_db()
    change_subscription(subscription, by=subscription.user, name="泵站", frequency="instant")
    digests.collect_digests()
    assert not Message.objects.exists()
    subscription.refresh_from_db()
    subscription.resume()
    subscription.save()
    digests.collect_digests()
    assert Message.objects.get().period == ""


def test_a_flood_is_gathered_and_nothing_of_it_lost(monkeypatch):
    monkeypatch.setattr(alerting, "AN_HOUR", 2)
    subscription = saved("泵站")
    for _ in range(5):
        alerted(subscription)
    assert Message.objects.count() == 2
    clock.shift(timedelta(minutes=1))
    digests.collect_digests()
    assert Message.objects.count() == 3
    assert Message.objects.latest("pk").alerts.count() == 3
    clock.shift(timedelta(hours=2))
    alerted(subscription)
    assert Message.objects.count() == 4


def test_a_mail_goes_to_verified_addresses_of_those_who_asked(settings):
    settings.BASE_URL = "https://portal.example"
    person = UserFactory()
    subscription = saved("泵站", by=person, by_mail=True)
    silent = saved("积水", by=person)
    demand = alerted(subscription, silent)
    follow_journal()
    send_due(Channel.MAIL)
    assert mail.outbox == []
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    second = alerted(subscription, silent)
    follow_journal()
    send_due(Channel.MAIL)
    (sent,) = mail.outbox
    assert sent.to == [person.email]
    assert second.title in sent.subject
    assert demand.lifecycle.number not in sent.body
    assert f"https://portal.example/demands/{second.lifecycle.number}/" in sent.body
    assert "写到“泵站”" in sent.body
    assert "/pause/" in sent.body
    assert "积水" not in sent.body
    assert sent.extra_headers["List-Unsubscribe"].endswith("/delete/>")


def test_a_partial_match_and_what_was_withdrawn_leave_no_mail():
    capability = capability_of(MembershipFactory().organisation)
    follower = followed(capability, by=person_of(capability.lifecycle.owner), by_mail=True)
    person = follower.user
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    weak, gone, strong = (open_demand(title=title) for title in ("部分", "撤回", "匹配"))
    for demand, level in ((weak, "weak"), (gone, "strong"), (strong, "strong")):
        raise_alerts(demand, [Fit(follower.pk, {"level": level, "points": []})])
    follow_journal()
    with_lifecycle(gone, state="withdrawn")
    send_due(Channel.MAIL)
    assert [strong.title in sent.subject for sent in mail.outbox] == [True]
    assert Notification.objects.filter(user=person, kind="alert_raised").count() == 3
