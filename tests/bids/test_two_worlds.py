"""Two worlds, with no bid and with seven: nobody but the bidders can tell them apart."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.core import mail
from django.core.cache import cache
from django.db import connections

from marketplace.accounts.models import User
from marketplace.bids.book import entries_of
from marketplace.bids.drafting import save_draft
from marketplace.bids.submitting import withdraw_bid
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.journal import clock_jobs
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.listings.models import ClosingReminder, DemandLifecycle
from marketplace.notifications.actions import read_one
from marketplace.notifications.models import Notification, TopicVersion
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from marketplace.sealing.shares import SHARES
from marketplace.subscriptions.following import follow
from tests.bids.factories import (
    drafted,
    listed_challenge,
    listed_with_ceremony,
    open_challenge,
    rehearsed,
    sealed,
)
from tests.bids.worlds import Reader, browser_of, changes, everywhere, readers_of
from tests.challenges.factories import ChallengeOffice, end_bidding, fresh
from tests.claims.factories import person_of
from tests.crawling import differences
from tests.factories import OrganisationFactory, UserFactory
from tests.notifications.conftest import nothing_left_open  # noqa: F401 - a fixture
from tests.notifications.speaking import frames_of, line, page, session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

AFTER = -1
"""Hours before the close at which it has passed."""

OF_BIDS = {"bids_vault", "bids_envelope"}


@pytest.fixture
def firms():
    return [OrganisationFactory() for _number in range(7)]


@pytest.fixture
def bidders(firms):
    return [person_of(firm) for firm in firms]


MODES = pytest.mark.parametrize("mode", list(Challenge.SealMode))


def open_in(mode, office, openers):
    """Return a challenge that is sealed in a mode and takes bids."""
    challenge = open_challenge(office, rules={"seal_mode": mode})
    if mode == Challenge.SealMode.CEREMONY:
        rehearsed(challenge, openers, by=office.editor)
    return fresh(challenge)


def seven_bids(challenge, firms, bidders):
    """Let seven bodies bid; one takes its bid back, one drafts anew, one only writes."""
    for firm, person in zip(firms, bidders, strict=True):
        sealed(challenge, firm, person)
    withdraw_bid(challenge, firm=firms[0], by=bidders[0])
    drafted(challenge, firms[1], bidders[1])
    save_draft(challenge, firm=firms[2], by=bidders[2], texts={"approach": "改"})


def read_everything():
    """Let everybody have read what came till now: following links reads it, too."""
    for row in Notification.objects.all():
        read_one(row)


def told():
    """Return what was told, recorded, sent and made live."""
    return {
        "entries": Entry.objects.count(),
        "messages": Notification.objects.count(),
        "mails": len(mail.outbox),
        "topics": sorted(TopicVersion.objects.values_list("name", "version")),
    }


@pytest.mark.parametrize("listed", [listed_challenge, listed_with_ceremony])
def test_no_reader_page_message_or_log_tells_seven_bids_from_none(firms, bidders, caplog, listed):
    challenge = listed()
    readers = readers_of(challenge, firms)
    run_until_caught_up()
    read_everything()
    cache.clear()
    before = {name: reader.look() for name, reader in readers.items()}
    said = told()
    caplog.clear()
    caplog.set_level(logging.DEBUG, logger="marketplace")
    caplog.set_level(logging.DEBUG, logger="django.request")
    with changes() as changed:
        seven_bids(challenge, firms, bidders)
        run_until_caught_up()
    assert changed == OF_BIDS
    assert told() == said
    assert [line.getMessage() for line in caplog.records] == []
    cache.clear()
    found = {
        name: differences(before[name], reader.look_again(changed))
        for name, reader in readers.items()
    }
    assert {name: pages for name, pages in found.items() if pages} == {}


def test_the_bidder_itself_sees_its_own(firms, bidders):
    challenge = listed_challenge()
    number = challenge.demand.lifecycle.number
    reader = Reader(browser_of(bidders[0]), everywhere(str(number))[:3])
    before = reader.look()
    with changes() as changed:
        sealed(challenge, firms[0], bidders[0])
    assert entries_of(challenge)[firms[0].pk].is_sealed
    assert f"/demands/{number}/" in differences(before, reader.look_again(changed))


def without_names(text, challenge):
    """Return a text without what tells one challenge from another."""
    demand = challenge.demand
    names = (demand.lifecycle.number, demand.title)
    for name in names:
        text = text.replace(name, "·")
    return text


def said_of(challenge, people):
    """Return every message to people, and every mail to them, of a challenge alone."""
    rows = Notification.objects.filter(user__in=people).order_by("pk").select_related("user")
    notices = [(row.user.email, row.kind, notice_of(row)) for row in rows]
    addresses = {one.email for one in people}
    said = [(to, kind, str(one.title), f"{one.text}") for to, kind, one in notices]
    said += [(one.to[0], "", str(one.subject), "") for one in mail.outbox if one.to[0] in addresses]
    return [tuple(without_names(text, challenge) for text in one) for one in said]


@MODES
def test_reminders_that_fall_due_meanwhile_are_the_same(firms, bidders, settings, mode):
    settings.CLOCK_OFFSET = True
    office = ChallengeOffice()
    owner = office.organisation
    people: list[User] = [UserFactory(), UserFactory(staff=True), office.reviewer]
    people += [person_of(owner, role) for role in Role.values]
    openers = [UserFactory() for _number in range(SHARES)]
    people += openers

    def passed(*, with_bids):
        clock.shift(timedelta())
        Notification.objects.all().delete()
        mail.outbox.clear()
        now = clock.now()
        challenge = open_in(mode, office, openers)
        DemandLifecycle.objects.filter(demand=challenge.demand_id).update(
            published_at=now - timedelta(days=1), closes_at=now + timedelta(days=9)
        )
        challenge = fresh(challenge)
        for one in people:
            follow(challenge.demand, by=one)
        if with_bids:
            seven_bids(challenge, firms, bidders)
        for hours in (*ClosingReminder.HOURS, AFTER):
            clock.shift(timedelta(days=9, minutes=5) - timedelta(hours=hours))
            clock_jobs.run_all()
            run_until_caught_up()
        given = ClosingReminder.objects.filter(demand=challenge.demand_id)
        assert set(given.values_list("hours", flat=True)) == {*ClosingReminder.HOURS}
        return said_of(challenge, people)

    none, seven = passed(with_bids=False), passed(with_bids=True)
    assert none
    assert none == seven


@MODES
@pytest.mark.usefixtures("nothing_left_open")
async def test_an_open_socket_hears_the_same_frames(firms, bidders, mode):
    office = await sync_to_async(ChallengeOffice)()
    superuser = await sync_to_async(session_of)(await sync_to_async(UserFactory)(staff=True))

    @sync_to_async
    def bids_and_close(challenge, *, with_bids):
        if with_bids:
            seven_bids(challenge, firms, bidders)
        run_until_caught_up()
        end_bidding(challenge)
        run_until_caught_up()
        connections.close_all()

    async def heard(*, with_bids):
        openers = await sync_to_async(UserFactory.create_batch)(SHARES)
        opener = await sync_to_async(session_of)(openers[0])
        challenge = await sync_to_async(open_in)(mode, office, openers)
        topic = {"topics": {f"demand:{challenge.demand.lifecycle.number}": 0}}
        officer = await sync_to_async(session_of)(
            await sync_to_async(person_of)(office.organisation, Role.EDITOR)
        )
        outside = line()
        assert await outside.connect()
        async with page(officer) as within, page(superuser) as above, page(opener) as beside:
            for one in (outside, within, above, beside):
                await one.say(topic)
            await bids_and_close(challenge, with_bids=with_bids)
            found = await asyncio.gather(
                frames_of(outside, "topics"),
                frames_of(within, "topics", "notices"),
                frames_of(above, "topics"),
                frames_of(beside, "topics"),
            )
        await outside.hang_up()
        return [sorted(without_names(one, challenge) for one in frames) for frames in found]

    none, seven = await heard(with_bids=False), await heard(with_bids=True)
    assert all(none)
    assert none == seven
