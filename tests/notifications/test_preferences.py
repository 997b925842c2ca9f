"""How people want to be told: the page, what it saves, and what then reaches them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import SHANGHAI
from marketplace.journal.models import Entry
from marketplace.notifications import kinds
from marketplace.notifications.actions import change_preferences, mute_kind
from marketplace.notifications.links import Stop, stop_path
from marketplace.notifications.models import Bounce, Delivery, Item, Mute, Preference, Wish
from marketplace.notifications.querysets import bell_of
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel, Pace, Topic
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PAGE = "/notifications/preferences/"
MAIL = Channel.MAIL
APPLICATIONS = (Topic.APPLICATIONS, MAIL)


@pytest.fixture
def reader(client, reached, paced_kinds):
    client.force_login(reached)
    return client


def chosen(reader, **changed):
    """Return what the page would post, with some changed."""
    form = reader.get(PAGE).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return {**values, **changed}


def set_clock(hour, minute=0, *, day=9):
    """Let it be a time of day in Shanghai, on a Wednesday that people work on or another day."""
    clock.shift(timedelta())
    at = datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)
    clock.shift(at - clock.now())


def test_the_page_saves_what_differs_from_the_rule_and_shows_it_again(reader, reached):
    body = reader.get(PAGE).content.decode()
    assert "消息设置" in body
    assert reached.email in body
    posted = chosen(reader, **{"applications-mail": "weekly", "quiet_from": "22:00"})
    response = reader.post(PAGE, {**posted, "quiet_to": "07:30"})
    assert response.status_code == 302
    wish = Wish.objects.get()
    assert (wish.topic, wish.channel, wish.pace) == ("applications", "mail", "weekly")
    assert chosen(reader)["applications-mail"] == "weekly"
    assert Entry.objects.filter(kind="notification_preferences_changed").count() == 1
    reader.post(PAGE, chosen(reader, **{"applications-mail": "", "quiet_from": ""}))
    assert Wish.objects.count() == 1, "one hour of quiet alone is refused, and nothing saved"
    cleared = {"applications-mail": "", "quiet_from": "", "quiet_to": ""}
    reader.post(PAGE, chosen(reader, **cleared))
    assert not Wish.objects.exists()
    assert Preference.objects.get().quiet_from is None


def test_who_has_no_confirmed_address_is_told_so_where_to_confirm_it(client, lin):
    client.force_login(lin)
    body = client.get(PAGE).content.decode()
    assert "您的邮箱尚未验证" in body
    assert client.get("/accounts/email/").status_code == 200
    assert "/accounts/email/" in body


@pytest.mark.parametrize(
    "mistake",
    [
        {"applications-mail": "hourly"},
        {"applications-page": "weekly"},
        {"quiet_from": "25:00", "quiet_to": "07:00"},
        {"quiet_from": "07:00", "quiet_to": "07:00"},
        {"quiet_from": "07:00"},
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(reader, mistake):
    response = reader.post(PAGE, chosen(reader, **{"matches-mail": "off", **mistake}))
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) <= {*mistake, "quiet_to"}
    assert form["matches-mail"].value() == "off"
    assert not Wish.objects.exists()


def test_subscriptions_are_not_chosen_by_topic(reader):
    form = reader.get(PAGE).context["form"]
    assert "subscriptions-mail" not in form.fields
    assert "subscriptions-page" in form.fields


def test_a_topic_that_is_off_on_the_page_still_goes_by_mail(reached, tell):
    paces = {(Topic.APPLICATIONS, Channel.PAGE): Pace.OFF, APPLICATIONS: Pace.INSTANT}
    change_preferences(paces, by=reached, quiet=None)
    tell("normal_ring")
    send_due(MAIL)
    assert len(mail.outbox) == 1
    assert bell_of(reached.pk).unread == 1, "the bell that always rings is of another topic"
    assert not reached.notifications.of(reached.pk).filter(kind="normal_ring").exists()


def test_what_is_off_everywhere_makes_no_row_and_legal_notices_come_all_the_same(reached, tell):
    off = {
        (topic, channel): Pace.OFF
        for topic in (Topic.APPLICATIONS, Topic.ORGANISATION)
        for channel in Channel
    }
    change_preferences(off, by=reached, quiet=None)
    tell("normal_ring", "urgent_ring", "legal_ring")
    kinds = reached.notifications.order_by("number").values_list("kind", "number", "on_page")
    assert list(kinds) == [("bell_heard", 1, True), ("legal_ring", 2, True)]
    send_due(MAIL)
    assert len(mail.outbox) == 1


def test_a_kind_is_stopped_from_its_line_and_comes_again(reader, reached, tell):
    tell("normal_ring")
    assert "/notifications/mute/normal_ring/" in reader.get("/notifications/").content.decode()
    reader.post("/notifications/mute/normal_ring/")
    tell("normal_ring")
    assert reached.notifications.filter(kind="normal_ring").count() == 1
    assert Item.objects.get(notification__kind="normal_ring").outcome == "dropped"
    assert "normal_ring" in reader.get(PAGE).content.decode()
    reader.post("/notifications/unmute/normal_ring/")
    tell("normal_ring")
    assert reached.notifications.filter(kind="normal_ring").count() == 2


def test_a_kind_with_legal_effect_says_that_it_cannot_be_stopped(reader, reached, tell):
    tell("legal_ring")
    body = reader.get("/notifications/").content.decode()
    assert "/notifications/mute/legal_ring/" not in body
    assert "具有法律效力的消息不能停收" in body
    assert reader.post("/notifications/mute/legal_ring/").status_code == 409
    with pytest.raises(Refusal):
        mute_kind("legal_ring", by=reached)
    assert reader.post("/notifications/mute/unknown/").status_code == 404
    assert not Mute.objects.exists()


def test_the_link_of_a_mail_asks_and_one_post_without_session_or_token_does_it(reached, tell):
    stranger = Client(enforce_csrf_checks=True)
    path = stop_path(Stop(user=reached.pk, channel=MAIL, kind="urgent_ring"))
    asked = stranger.get(path)
    assert asked.status_code == 200
    assert "停收此类邮件" in asked.content.decode()
    assert reached.email not in asked.content.decode()
    assert not Mute.objects.exists()
    for _ in range(2):
        response = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    tell("urgent_ring")
    assert reached.notifications.filter(kind="urgent_ring").exists()
    assert not Delivery.objects.exists()


def test_a_made_up_link_is_not_there(client, reached):
    path = stop_path(Stop(user=reached.pk, channel=MAIL, kind="urgent_ring"))
    for token in (path[:-2] + "x/", "/notifications/stop/x/", "/notifications/stop/a:b/"):
        assert client.post(token).status_code == 404
    assert not Mute.objects.exists()


def test_the_link_of_a_digest_leaves_what_is_urgent(client, reached, tell):
    client.post(stop_path(Stop(user=reached.pk, channel=MAIL, pace=Pace.DAILY)))
    tell("normal_ring", "urgent_ring")
    assert [item.notification.kind for item in Item.objects.all()] == ["urgent_ring"]


def test_what_a_person_chose_holds_for_what_is_urgent_too(reached, tell):
    tell("urgent_ring", n=1)
    by_rule = Item.objects.get(notification__kind="urgent_ring")
    assert by_rule.pace == "instant"
    change_preferences({APPLICATIONS: Pace.DAILY}, by=reached, quiet=None)
    tell("urgent_ring", "normal_ring", "legal_ring", n=2)
    later = Item.objects.filter(notification__params__n=2)
    paces = {item.notification.kind: item.pace for item in later}
    told = {"urgent_ring": "daily", "normal_ring": "daily", "legal_ring": "instant"}
    assert told.items() <= paces.items()


def test_one_kind_is_told_otherwise_than_its_topic(reader, reached, tell):
    body = reader.get(PAGE).content.decode()
    assert 'name="kind-urgent_ring-mail"' in body
    assert 'name="kind-legal_ring-mail"' not in body
    reader.post(PAGE, chosen(reader, **{"kind-normal_ring-mail": "instant"}))
    wish = Wish.objects.get()
    assert (wish.topic, wish.kind, wish.pace) == ("applications", "normal_ring", "instant")
    assert chosen(reader)["kind-normal_ring-mail"] == "instant"
    change_preferences({APPLICATIONS: Pace.WEEKLY}, by=reached, quiet=None)
    tell("normal_ring", "urgent_ring")
    paces = {item.notification.kind: item.pace for item in Item.objects.all()}
    assert (paces["normal_ring"], paces["urgent_ring"]) == ("instant", "weekly")
    reader.post(PAGE, chosen(reader, **{"kind-normal_ring-mail": ""}))
    assert not Wish.objects.exclude(kind="").exists()


def test_the_page_names_what_cannot_be_turned_off_and_offers_no_choice_for_it(reader, reached):
    page = reader.get("/notifications/preferences/").content.decode()
    named = page.split('id="legal-kinds"')[1].split("</details>")[0]
    legal = [kind for kind in kinds.all_kinds() if kind.is_legal]
    assert legal
    assert all(f"<li>{kind.called}</li>" in named for kind in legal)
    assert not any(f'name="kind-{kind.name}-' in page for kind in legal)


def test_a_legal_kind_cannot_be_slowed_down_by_itself(reached, paced_kinds):
    with pytest.raises(Refusal):
        change_preferences({}, by=reached, quiet=None, kinds={("legal_ring", MAIL): Pace.WEEKLY})
    assert not Wish.objects.exists()


def test_in_hours_of_quiet_only_what_has_legal_effect_leaves(reached, tell):
    set_clock(23)
    quiet = (time(22), time(7, 30))
    change_preferences({APPLICATIONS: Pace.INSTANT}, by=reached, quiet=quiet)
    tell("normal_ring", "urgent_ring", "legal_ring")
    send_due(MAIL)
    assert len(mail.outbox) == 1
    waiting = Delivery.objects.filter(state="waiting")
    ends = {one.due_at.astimezone(SHANGHAI).strftime("%d %H:%M") for one in waiting}
    assert (waiting.count(), ends) == (2, {"10 07:30"})
    set_clock(7, 31, day=10)
    send_due(MAIL)
    assert len(mail.outbox) == 3


def test_quiet_that_begins_while_a_message_waits_holds_it(reached, tell):
    set_clock(12)
    change_preferences({APPLICATIONS: Pace.INSTANT}, by=reached, quiet=None)
    tell("normal_ring")
    quiet = (time(11), time(13))
    change_preferences({}, by=reached, quiet=quiet)
    send_due(MAIL)
    assert mail.outbox == []
    assert Delivery.objects.get().tries == 0


def test_what_waits_follows_a_change_of_mind(reached, tell):
    tell("normal_ring", n=1)
    waiting = Item.objects.filter(notification__kind="normal_ring")
    assert waiting.get().pace == "daily"
    change_preferences({APPLICATIONS: Pace.WEEKLY}, by=reached, quiet=None)
    assert waiting.get().pace == "weekly"
    change_preferences({APPLICATIONS: Pace.INSTANT}, by=reached, quiet=None)
    change_preferences({APPLICATIONS: Pace.DAILY}, by=reached, quiet=None)
    send_due(MAIL)
    assert len(mail.outbox) == 1


def test_a_refused_address_is_said_on_the_page_and_tried_again_there(reader, reached):
    Bounce.objects.create(channel=MAIL, address=reached.email, note="550", at=clock.now())
    assert "已停止向该邮箱发送邮件" in reader.get(PAGE).content.decode()
    reader.post("/notifications/preferences/again/mail/")
    assert not Bounce.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_both_stay(reached, paced_kinds):
    def change(topic, pace):
        return lambda: change_preferences({(topic, MAIL): pace}, by=reached, quiet=None)

    calls = [change(Topic.APPLICATIONS, Pace.WEEKLY), change(Topic.MATCHES, Pace.OFF)]
    assert at_once(*calls, *calls) == ["done"] * 4
    assert sorted(Wish.objects.values_list("topic", "pace")) == [
        ("applications", "weekly"),
        ("matches", "off"),
    ]
