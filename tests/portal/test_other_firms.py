"""What another firm does with a demand changes nothing that others can read, but for a count.

Two worlds begin at the same moment. In one of them a firm drafts, uploads, asks, applies, meets and
is answered; in both a competitor does as much after it. What everybody else comes to by links, what
they are told, and what their sockets hear are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from asgiref.sync import sync_to_async
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.claims.actions import decline_claim, withdraw_claim
from marketplace.claims.drafting import add_file
from marketplace.claims.meetings import accept_meeting, propose_meeting
from marketplace.claims.models import Claim
from marketplace.core import clock
from marketplace.listings.closing import close_demand
from marketplace.listings.models import Demand, DemandLifecycle
from marketplace.listings.questions import ask_question
from marketplace.notifications.models import Notification, TopicVersion, Wish
from marketplace.notifications.rendering import notice_of
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel, Pace, Topic
from marketplace.organisations.models import Organisation, Role
from marketplace.subscriptions.following import follow
from tests.claims.factories import (
    accept,
    draft_for,
    open_demand,
    pdf,
    person_of,
    sent,
    with_lifecycle,
)
from tests.crawling import crawl, differences
from tests.factories import AgencyFactory, OrganisationFactory, UserFactory
from tests.notifications.conftest import nothing_left_open  # noqa: F401 - a fixture
from tests.notifications.speaking import frames_of, line, page, session_of
from tests.portal.pairs import forecast, indexed, url_of
from tests.search.indexing import follow_journal
from tests.world import moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

STARTS = ("/", "/demands/", "/capabilities/", "/api/demands", "/sitemap.xml", "/demands/feed.xml")
OWN = ("/workbench/", "/workbench/claims/", "/notifications/", "/notifications/since/0/")
QUIET = (Demand.Path.PROCUREMENT, Demand.Path.PROCUREMENT, Demand.Path.INNOVATION_PROCUREMENT)
FOLLOWS = ("visitor", "competitor")
"""Who comes to everything by links; the others look where a firm's doings could show."""

TICKER = {"/", "/ticker/", "/ticker.json"}
COUNT = re.compile(r"已有 \d 家申请对接")
VERSION = re.compile(r'data-version="\d+"')

_BY_CHANCE = (
    r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}"  # receipts
    r"|\b[0-9a-f]{64}\b"  # digests of what holds one
    r"|(?<=[/:-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"  # names of rows
    r'|<path class="qrline"[^>]*>|(?s:%PDF-.*)'  # a code of them, and what a file is made of
    r"|\b20\d{6}T\d{6}Z?|\d\d:\d\d[0-9:.]*(?:\+\d\d:\d\d|Z)?"  # times of day
    r"|刚刚|\d+\s?(?:秒|分钟)\s?之?前"
)
"""What differs between any two worlds, as often as they are made."""


@dataclass(frozen=True)
class Side:
    """A firm and its bid manager."""

    firm: Organisation
    person: User


class Stage:
    """An owner's demands, one of them on a path that shows counts, and who has to do with them."""

    def __init__(self) -> None:
        owner = AgencyFactory()
        self.officer = person_of(owner, Role.EDITOR)
        self.plain = open_demand(owner, path=Demand.Path.PILOT)
        self.quiet = [open_demand(owner, path=path) for path in QUIET]
        self.firm, self.competitor = _side(), _side()
        forecast(self.firm.firm)
        self.meets_at = timezone.localtime().replace(hour=10, minute=0) + timedelta(days=3)
        newcomer: User = UserFactory()
        staff: User = UserFactory(staff=True)
        self.people = {"newcomer": newcomer, "competitor": self.competitor.person, "staff": staff}
        for demand in self.demands:
            follow(demand, by=newcomer)
        for person in self.people.values():
            wants_mail(person)

    @property
    def demands(self) -> list[Demand]:
        """Return all of them."""
        return [self.plain, *self.quiet]

    def apply(self, side: Side, demand: Demand) -> None:
        """Let a firm draft, upload, ask, apply and meet the owner."""
        draft = draft_for(demand, side.firm, side.person)
        add_file(draft, pdf(), by=side.person)
        ask_question(demand, by=side.person, text="数据以什么方式提供？")
        meeting = propose_meeting(
            sent(draft, side.person),
            by=self.officer,
            starts_at=self.meets_at,
            minutes=60,
            place="市民服务中心",
            link="",
            text="",
        )
        accept_meeting(meeting, by=side.person)

    def answer(self) -> None:
        """Let the firm's applications on quiet paths be accepted, given up and declined."""
        of_firm = Claim.objects.filter(firm=self.firm.firm)
        taken, given_up, refused = (of_firm.get(demand=one) for one in self.quiet)
        accept(taken, by=self.officer)
        withdraw_claim(given_up, by=self.firm.person)
        decline_claim(refused, by=self.officer, reason="另有方案")


@dataclass(frozen=True)
class World:
    """What each reader comes to and is told, and how often which live part changed."""

    pages: dict[str, dict[str, str]]
    told: dict[str, list[str]]
    topics: dict[str, int]


def wants_mail(person: User) -> None:
    """Let a person be told of everything at once by e-mail, too."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for topic in Topic:
        Wish.objects.create(user=person, topic=topic, channel=Channel.MAIL, pace=Pace.INSTANT)


def _side() -> Side:
    firm = OrganisationFactory()
    return Side(firm, person_of(firm))


def passed(stage: Stage, clients: dict[str, Client], *, with_firm: bool) -> World:
    """Let everything happen, with what the firm does or without."""
    mail.outbox.clear()
    for demand in stage.demands:
        if with_firm:
            stage.apply(stage.firm, demand)
        stage.apply(stage.competitor, demand)
    if with_firm:
        stage.answer()
    follow_journal()
    send_due(Channel.MAIL)
    indexed()
    cache.clear()
    told = {name: said_to(person) for name, person in stage.people.items()}
    topics = TopicVersion.objects.exclude(name__startswith="claim:")
    return World(
        {name: seen_by(client, name, stage) for name, client in clients.items()},
        told,
        dict(topics.values_list("name", "version")),
    )


def said_to(person: User) -> list[str]:
    """Return every message and every mail to a person, with all that a page shows of it."""
    rows = Notification.objects.filter(user=person).order_by("number")
    mails = [one for one in mail.outbox if person.email in one.to]
    said = [str(notice_of(row).as_json()) for row in rows]
    return list(map(plain, said + [f"{one.subject}\n{one.body}" for one in mails]))


def seen_by(client: Client, name: str, stage: Stage) -> dict[str, str]:
    """Return what a reader comes to, by its address; all that stands behind alike names in one."""
    starts = [*STARTS, *map(url_of, stage.demands)]
    if name != "visitor":
        starts += OWN
    if name == "competitor":
        key = stage.competitor.firm.pk
        starts += [url_of(demand, "claim", str(key), "material") for demand in stage.demands]
    found: dict[str, list[str]] = {}
    for address, text in crawl(client, starts, follows=name in FOLLOWS).items():
        found.setdefault(plain(address), []).append(plain(text))
    return {address: "\n".join(sorted(texts)) for address, texts in found.items()}


def plain(text: str) -> str:
    """Return a text without what is drawn by chance."""
    return re.sub(_BY_CHANCE, "·", text)


def test_another_firms_doings_show_in_the_count_alone(index):
    stage = Stage()
    follow_journal()
    clients = {name: Client() for name in ("visitor", *stage.people)}
    for name, person in stage.people.items():
        clients[name].force_login(person)
    with moment() as begin:
        without = passed(stage, clients, with_firm=False)
        begin.return_to()
        within = passed(stage, clients, with_firm=True)
    assert without.told == within.told
    assert [len(without.told[name]) for name in ("newcomer", "competitor")] == [0, 8]
    counted = {f"demand:{stage.plain.lifecycle.number}": 1, "ticker:all": 1}
    assert without.topics == counted
    assert within.topics == dict.fromkeys(counted, 2)
    for name in clients:
        found = differences(without.pages[name], within.pages[name])
        counts = [line for line in found[url_of(stage.plain)] if COUNT.search(line)]
        assert len(counts) == 2, name
        for address, lines in found.items():
            is_counted = address in TICKER or address.startswith(url_of(stage.plain))
            assert is_counted, (name, address, lines)
            alike = {COUNT.sub("", VERSION.sub("", line)) for line in lines}
            assert len(alike) == len(lines) / 2, (name, address)


@sync_to_async
def closed(stage: Stage, demand: Demand, *, with_firm: bool) -> None:
    """Let a demand be applied for and closed, with the firm or without."""
    if with_firm:
        stage.apply(stage.firm, demand)
    stage.apply(stage.competitor, demand)
    if with_firm:
        accept(Claim.objects.get(firm=stage.firm.firm, demand=demand), by=stage.officer)
    follow_journal()
    with_lifecycle(demand, closes_at=clock.now())
    close_demand(DemandLifecycle.objects.get(demand=demand))
    follow_journal()
    connections.close_all()


async def heard(*, with_firm: bool) -> list[list[str]]:
    """Return what a visitor's, a follower's and the competitor's sockets hear, but for names."""
    stage = await sync_to_async(Stage)()
    people = [stage.people[name] for name in ("newcomer", "competitor")]
    cookies = [await sync_to_async(session_of)(person) for person in people]
    demand, outside = stage.quiet[0], line()
    assert await outside.connect()
    async with page(cookies[0]) as newcomer, page(cookies[1]) as competitor:
        lines = (outside, newcomer, competitor)
        for one in lines:
            await one.say({"topics": {f"demand:{demand.lifecycle.number}": 0}})
        await closed(stage, demand, with_firm=with_firm)
        found = [await frames_of(one, "topics") for one in lines]
    await outside.hang_up()
    named = (demand.lifecycle.number, demand.title, stage.competitor.firm.name)
    names = re.compile("|".join(map(re.escape, map(str, named))))
    return [sorted(names.sub("·", frame) for frame in frames) for frames in found]


@pytest.mark.usefixtures("nothing_left_open")
async def test_open_sockets_hear_the_same_on_quiet_paths():
    without, within = await heard(with_firm=False), await heard(with_firm=True)
    assert [len(frames) for frames in without] == [1, 2, 2]
    assert without == within
