"""Topics over a socket: versions once, permission at following, and what a foreign page hears."""

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpResponse

from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications import reading, tail, topics, wake
from marketplace.notifications.models import TopicVersion
from tests.notifications.ring import ENTRY_KIND
from tests.notifications.speaking import line, page

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_left_open", "bells"),
]


@pytest.fixture
def bells():
    """Topics that each ring changes: one for everybody, one for people who are signed in."""
    for prefix, may_follow in {
        "bell": lambda *_: True,
        "own": lambda user, _key: user.is_authenticated,
    }.items():
        topics.register_topic(
            prefix,
            may_follow=may_follow,
            fragment=lambda _request, key: HttpResponse(key),
            changed_by={ENTRY_KIND: lambda entry: [str(entry.data["n"])]},
        )
    yield
    topics.forget_topic("bell")
    topics.forget_topic("own")


@sync_to_async
def rung(ring, *numbers: int) -> None:
    for n in numbers:
        ring(n)
    run_until_caught_up()
    connections.close_all()


async def visitor(**known: int):
    socket = line()
    assert await socket.connect()
    await socket.say({"topics": {name.replace("_", ":"): at for name, at in known.items()}})
    return socket


async def test_a_visitor_hears_of_what_everyone_may_see_and_of_nothing_else(ring):
    socket = await visitor(bell_1=0, own_1=0, none_1=0)
    await rung(ring, 1, 2)
    assert await socket.hear() == {"topics": {"bell:1": 1}}
    assert await socket.receive_nothing(timeout=0.7)
    await socket.hang_up()


async def test_a_page_that_comes_back_hears_what_it_missed_at_once_and_only_once(ring):
    await rung(ring, 1, 1)
    socket = await visitor(bell_1=1)
    assert await socket.hear() == {"topics": {"bell:1": 2}}
    assert await socket.receive_nothing(timeout=0.7)
    await socket.hang_up()
    socket = await visitor(bell_1=2)
    assert await socket.receive_nothing(timeout=0.7)
    await socket.hang_up()


async def test_a_person_hears_of_messages_and_topics_on_one_line(session, ring):
    async with page(session) as socket:
        await socket.say({"topics": {"own:7": 0}})
        assert await socket.receive_nothing(timeout=0.3)
        await rung(ring, 7)
        heard = [await socket.hear(), await socket.hear()]
    assert {"topics": {"own:7": 1}} in heard
    assert [one["last"] for one in heard if "last" in one] == [1]


async def test_a_page_follows_others_instead_of_those_before(ring):
    socket = await visitor(bell_1=0)
    await socket.say({"topics": {"bell:2": 0}})
    assert await socket.receive_nothing(timeout=0.3)
    await rung(ring, 1, 2)
    assert await socket.hear() == {"topics": {"bell:2": 1}}
    await socket.hang_up()


async def test_without_hints_a_change_is_heard_within_the_poll(ring, monkeypatch):
    monkeypatch.setattr(wake, "_hint", lambda *_: None)
    socket = await visitor(bell_1=0)
    assert await socket.receive_nothing(timeout=0.2)
    await rung(ring, 1)
    assert await socket.hear() == {"topics": {"bell:1": 1}}
    await socket.hang_up()


async def test_the_database_may_fail_while_a_page_asks_to_follow(ring, monkeypatch):
    await rung(ring, 1)
    broken = [True]

    def sometimes(*asked):
        if broken:
            broken.clear()
            raise RuntimeError("away")
        return reading.followable(*asked)

    monkeypatch.setattr(tail, "followable", sometimes)
    monkeypatch.setattr(tail, "PAUSE", 0.1)
    socket = await visitor(bell_1=0)
    assert await socket.hear() == {"topics": {"bell:1": 1}}
    await socket.hang_up()


async def test_versions_grow_by_one_and_say_nothing_of_positions(ring):
    await rung(ring, 1, 2, 1)
    rows = TopicVersion.objects.order_by("name").values_list("name", "version")
    assert [row async for row in rows] == [("bell:1", 2), ("bell:2", 1), ("own:1", 2), ("own:2", 1)]


def test_a_prefix_is_taken_once():
    with pytest.raises(ValueError, match="twice"):
        topics.register_topic(
            "bell",
            may_follow=lambda *_: True,
            fragment=lambda *_: HttpResponse(),
            changed_by={},
        )
