"""What a day or a week brought, once; and nothing twice whatever happens in between."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail

from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.notifications.actions import change_preferences, mute_kind, unmute_kind
from marketplace.notifications.digests import collect_digests
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.mail import MailGateway
from marketplace.notifications.models import Delivery, Item, Notification
from marketplace.notifications.quiet import border_of, quiet_until
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import CHOICES, Channel, Pace, Topic, Urgency
from tests.notifications.kinds_of_ring import KINDS
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MAIL = Channel.MAIL


class KilledError(BaseException):
    """The process ends here."""


def killed(*_args, **_kwargs):
    raise KilledError


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def set_clock(text):
    clock.shift(timedelta())
    clock.shift(at(text) - clock.now())


@pytest.mark.parametrize(
    ("pace", "now", "border"),
    [
        (Pace.DAILY, "2026-06-03T08:30", "2026-06-03T08:30"),
        (Pace.DAILY, "2026-06-03T08:29", "2026-06-02T08:30"),
        (Pace.DAILY, "2026-06-08T08:00", "2026-06-05T08:30"),  # a Monday looks back to Friday
        (Pace.DAILY, "2026-10-05T12:00", "2026-09-30T08:30"),  # in the week of the National Day
        (Pace.DAILY, "2026-02-14T09:00", "2026-02-14T08:30"),  # a Saturday that is worked
        (Pace.WEEKLY, "2026-06-07T23:00", "2026-06-01T08:30"),
        (Pace.WEEKLY, "2026-06-01T08:29", "2026-05-25T08:30"),
    ],
)
def test_a_border_is_half_past_eight_of_a_working_day_or_of_a_monday(pace, now, border):
    assert border_of(pace, at(now).astimezone(UTC)) == at(border)


@pytest.mark.parametrize(
    ("now", "start", "end", "ends"),
    [
        ("2026-06-03T22:00", 22, 7, "2026-06-04T07:00"),
        ("2026-06-03T21:59", 22, 7, None),
        ("2026-06-04T06:59", 22, 7, "2026-06-04T07:00"),
        ("2026-06-04T07:00", 22, 7, None),
        ("2026-06-04T12:30", 12, 14, "2026-06-04T14:00"),
        ("2026-06-04T14:00", 12, 14, None),
    ],
)
def test_quiet_may_pass_midnight_and_ends_on_the_hour(now, start, end, ends):
    found = quiet_until(at(now).astimezone(UTC), start=time(start), end=time(end))
    assert found == (None if ends is None else at(ends))


def bodies():
    return [str(sent.body) for sent in mail.outbox]


def test_a_day_comes_in_one_mail_without_what_was_read(reached, tell):
    set_clock("2026-12-08T10:00")
    for n in range(1, 4):
        tell("normal_ring", n=n, text=f"第{n}件")
    reached.notifications.filter(number=2).mark_read(clock.now())
    set_clock("2026-12-09T08:29")
    collect_digests()
    assert not Delivery.objects.exists()
    set_clock("2026-12-09T08:31")
    for _ in range(2):
        collect_digests()
        send_due(MAIL)
    (body,) = bodies()
    assert [f"/notifications/{n}/\n" in body for n in range(1, 7)] == [True, False, *[True] * 4]
    assert "5 条新消息" in mail.outbox[0].subject
    set_clock("2026-12-10T09:00")
    collect_digests()
    assert Delivery.objects.count() == 1, "nothing is made of nothing"


def test_what_was_read_between_collecting_and_sending_is_left_out(reached, tell):
    set_clock("2026-12-08T10:00")
    tell()
    set_clock("2026-12-09T08:31")
    collect_digests()
    reached.notifications.all().mark_read(clock.now())
    send_due(MAIL)
    assert mail.outbox == []
    assert Delivery.objects.get().note == "not_due"


def test_a_match_below_the_threshold_stays_on_the_page(reached, tell):
    set_clock("2026-12-08T10:00")
    change_preferences({(Topic.MATCHES, MAIL): Pace.INSTANT}, by=reached, quiet=None)
    tell("match_ring", weak=True)
    send_due(MAIL)
    assert mail.outbox == []
    assert reached.notifications.filter(kind="match_ring").exists()


def test_a_digest_waits_for_the_end_of_the_quiet(reached, tell):
    set_clock("2026-12-08T10:00")
    change_preferences({}, by=reached, quiet=(time(22), time(9)))
    tell()
    set_clock("2026-12-09T08:40")
    collect_digests()
    assert Delivery.objects.get().due_at == at("2026-12-09T09:00")


def test_a_clock_that_jumps_both_ways_tells_everything_once(reached, tell):
    set_clock("2026-12-08T10:00")
    tell("normal_ring")
    jumps = ("11T09:00", "08T10:00", "09T08:31", "07T08:31", "11T09:00", "08T11:00")
    for day in jumps:
        set_clock(f"2026-12-{day}")
        collect_digests()
        send_due(MAIL)
    assert len(bodies()) == 1
    tell("normal_ring", n=2)
    for day in ("09T08:31", "11T09:00", "08T11:00", "14T08:31"):
        set_clock(f"2026-12-{day}")
        collect_digests()
        send_due(MAIL)
    told = "".join(bodies())
    numbers = reached.notifications.values_list("number", flat=True)
    assert [told.count(f"/notifications/{number}/\n") for number in numbers] == [1] * 4


@pytest.mark.django_db(transaction=True)
def test_many_workers_make_one_digest(reached, tell):
    set_clock("2026-12-08T10:00")
    tell("normal_ring")
    set_clock("2026-12-09T08:31")
    assert at_once(*[collect_digests] * 4) == ["done"] * 4
    assert Delivery.objects.get().items.count() == 2


def test_a_killed_collector_leaves_nothing_half_done(reached, tell, monkeypatch):
    set_clock("2026-12-08T10:00")
    tell("normal_ring")
    set_clock("2026-12-09T08:31")

    with monkeypatch.context() as patched:
        patched.setattr(Item.objects, "bulk_update", killed)
        with pytest.raises(KilledError):
            collect_digests()
    assert not Delivery.objects.exists()
    collect_digests()
    assert Delivery.objects.get().items.count() == 2


class World:
    """A person's events, wishes, reads and hours at random, and what they have a right to."""

    def __init__(self, person, tell, seed):
        self.person, self.tell = person, tell
        self.draw = random.Random(seed)
        self.wishes: dict[Topic, Pace] = {}
        self.muted: set[str] = set()
        self.at = at("2026-12-03T10:00")
        self.excused: set[int] = set()  # numbers that need not go out
        self.never: set[int] = set()  # … and that must not
        set_clock("2026-12-03T10:00")

    def is_off(self, kind):
        chosen = self.wishes.get(kind.topic, Pace.DAILY)
        by_topic = chosen == Pace.OFF or (chosen, kind.urgency) == (Pace.URGENT, Urgency.NORMAL)
        return kind.urgency != Urgency.LEGAL and (by_topic or kind.name in self.muted)

    def happen(self):
        names = self.draw.sample([kind.name for kind in KINDS], self.draw.randint(1, 3))
        known = set(self.person.notifications.values_list("number", flat=True))
        weak = self.draw.random() < 0.5
        self.tell(*names, weak=weak)
        for row in self.person.notifications.exclude(number__in=known):
            is_weak = row.kind == "match_ring" and weak
            if is_weak or self.is_off(kind_of(row.kind)):
                self.never.add(row.number)

    def wish(self):
        topic = self.draw.choice([Topic.APPLICATIONS, Topic.MATCHES, Topic.PORTAL])
        self.wishes[topic] = self.draw.choice(CHOICES[MAIL])
        hours = self.draw.choice([None, (time(22), time(7)), (time(9), time(18))])
        paces = {(topic, MAIL): self.wishes[topic]}
        change_preferences(paces, by=self.person, quiet=hours)

    def mute(self):
        name = self.draw.choice(["normal_ring", "urgent_ring", "match_ring"])
        if name in self.muted:
            self.muted.discard(name)
            unmute_kind(name, by=self.person)
        else:
            self.muted.add(name)
            mute_kind(name, by=self.person, channels=[MAIL])

    def read(self):
        rows = list(self.person.notifications.filter(read_at=None))
        if rows:
            row = self.draw.choice(rows)
            Notification.objects.filter(pk=row.pk).mark_read(clock.now())
            if kind_of(row.kind).urgency != Urgency.LEGAL:
                self.excused.add(row.number)

    def wait(self):
        self.at += timedelta(hours=self.draw.randint(1, 40))
        set_clock(self.at.replace(tzinfo=None).isoformat())

    def send(self):
        collect_digests()
        send_due(MAIL)

    def kill(self):
        """Let the sender's process end at its first message, before the server has it."""
        with pytest.MonkeyPatch.context() as patched, suppress(KilledError):
            patched.setattr(MailGateway, "send", killed)
            self.send()

    def step(self):
        moves = (self.wish, self.mute, self.read, self.wait, self.send, self.kill)
        steps = (self.happen, self.happen, *moves)
        self.draw.choice(steps)()
        for row in self.person.notifications.all():
            if self.is_off(kind_of(row.kind)):
                self.excused.add(row.number)

    def settle(self):
        change_preferences({}, by=self.person, quiet=None)
        for _ in range(3):
            self.at += timedelta(days=8)
            set_clock(self.at.replace(tzinfo=None).isoformat())
            self.send()


@pytest.mark.parametrize("seed", range(4))
def test_each_event_reaches_each_channel_at_most_once_and_once_where_due(reached, tell, seed):
    world = World(reached, tell, seed)
    for _ in range(30):
        world.step()
    world.settle()
    numbers = set(reached.notifications.values_list("number", flat=True))
    assert numbers == set(range(1, len(numbers) + 1))
    sent = bodies()
    times = {n: sum(body.count(f"/notifications/{n}/\n") for body in sent) for n in numbers}
    assert set(times.values()) == {0, 1}
    assert not {n for n in world.never if times[n]}
    assert {n for n in numbers if not times[n]} <= world.excused | world.never
    assert not Item.objects.waiting().exists()
