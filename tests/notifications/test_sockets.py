import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connections

from marketplace.accounts.models import User
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications import reading, sockets, tail, wake
from marketplace.notifications.models import Notification
from marketplace.notifications.page import NOT_SIGNED_IN
from tests.notifications.redis_server import running_redis
from tests.notifications.speaking import line, page

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_left_open"),
]

MALFORMED = [
    b"\0", "", "x", "[]", '"last"', "{}", '{"last": -1}', '{"last": true}', '{"last": "1"}',
    '{"last": 1e400}', '{"last": 0, "reads": -1}', '{"last": 0, "reads": "1"}',
    '{"last": 99999999999999999999}', '{"last": 1, "x": "' + "y" * 5000 + '"}',
]  # fmt: skip


@sync_to_async
def rung(ring, *numbers: int) -> None:
    """Ring in a thread, as the dispatcher of a running portal does."""
    for n in numbers:
        ring(n)
    run_until_caught_up()
    connections.close_all()


async def heard(socket, count: int) -> list[int]:
    numbers: list[int] = []
    while len(numbers) < count:
        news = await socket.hear()
        numbers += [notice["number"] for notice in news["notices"]]
    return numbers


async def test_a_page_hears_what_it_missed_once_and_in_order(session, ring):
    await rung(ring, 1, 2, 3)
    async with page(session, last=1) as socket:
        assert await heard(socket, 2) == [2, 3]
        assert await socket.receive_nothing(timeout=0.7)


async def test_a_page_hears_what_is_new_in_its_language_with_the_bell(session, ring):
    async with page(session) as socket:
        await rung(ring, 5)
        news = await socket.hear()
    assert news["notices"][0]["title"] == "消息 5"
    assert (news["last"], news["unread"], news["unread_text"]) == (1, 1, "1 条未读")


async def test_two_pages_of_a_person_each_hear_everything_once(session, ring):
    async with page(session) as first, page(session) as second:
        await rung(ring, 1, 2)
        assert await heard(first, 2) == await heard(second, 2) == [1, 2]


async def test_a_page_that_comes_back_goes_on_where_it_stopped(session, ring):
    async with page(session) as socket:
        await rung(ring, 1)
        assert await heard(socket, 1) == [1]
    await rung(ring, 2)
    async with page(session, last=1) as socket:
        assert await heard(socket, 1) == [2]


async def test_a_long_absence_comes_in_batches(session, ring, monkeypatch):
    monkeypatch.setattr("marketplace.notifications.rendering.BATCH", 2)
    await rung(ring, *range(5))
    async with page(session) as socket:
        assert await heard(socket, 5) == [1, 2, 3, 4, 5]


async def test_without_any_hint_a_page_hears_within_the_poll(session, ring, monkeypatch):
    monkeypatch.setattr(wake, "sockets", lambda *_: None)
    async with page(session) as socket:
        assert await socket.receive_nothing(timeout=0.2)
        await rung(ring, 1)
        assert await heard(socket, 1) == [1]


async def test_a_hint_comes_before_the_poll(session, ring, monkeypatch):
    monkeypatch.setattr(tail, "POLL", 60)
    async with page(session) as socket:
        assert await socket.receive_nothing(timeout=0.5)
        await rung(ring, 1)
        assert await heard(socket, 1) == [1]


async def test_a_number_of_another_time_is_corrected_and_then_followed(session, ring):
    await rung(ring, 1)
    async with page(session, last=500) as socket:
        news = await socket.hear()
        assert (news["notices"], news["last"]) == ([], 1)
        await rung(ring, 2)
        assert await heard(socket, 1) == [2]


async def test_nobody_hears_what_another_person_is_told(session, ring, client, settings):
    wu = await sync_to_async(User.objects.create_user)("wu@example.test")
    await sync_to_async(client.force_login)(wu)
    foreign = client.cookies[settings.SESSION_COOKIE_NAME].value
    async with page(foreign) as socket:
        await rung(ring, 1)
        assert await socket.receive_nothing(timeout=1)


async def test_what_is_read_elsewhere_moves_the_bell_of_every_page(session, ring, lin):
    await rung(ring, 1, 2)
    async with page(session, last=2) as first, page(session, last=2, reads=0) as second:
        assert await first.receive_nothing(timeout=0.2)
        await sync_to_async(Notification.objects.filter(number=1).mark_read)(lin.date_joined)
        for socket in (first, second):
            news = await socket.hear()
            assert (news["notices"], news["unread"], news["reads"]) == ([], 1, 1)


async def test_a_bell_drawn_before_something_was_read_is_corrected(session, ring, lin):
    await rung(ring, 1)
    await sync_to_async(Notification.objects.all().mark_read)(lin.date_joined)
    async with page(session, last=1, reads=0) as socket:
        assert (await socket.hear())["unread"] == 0
    async with page(session, last=1, reads=1) as socket:
        assert await socket.receive_nothing(timeout=0.7)


async def test_a_line_that_holds_answers(session):
    async with page(session) as socket:
        await socket.say({"alive": True})
        assert await socket.hear() == {"alive": True}


async def test_a_message_that_is_none_closes_the_line(session):
    for message in MALFORMED:
        socket = line(session)
        await socket.connect()
        await socket.say(message)
        assert await socket.hear_code() == sockets.MALFORMED, message


async def test_a_second_beginning_closes_the_line(session):
    async with page(session) as twice:
        await twice.say({"last": 0})
        assert await twice.hear_code() == sockets.MALFORMED


async def test_nobody_signed_in_is_told_so_by_a_code():
    for cookie in ("", "forged"):
        socket = line(cookie)
        assert await socket.connect()
        await socket.say({"last": 0})
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_a_forged_origin_gets_no_socket(session):
    assert not await line(session, origin="http://evil.test").connect()


async def test_a_session_that_ended_hears_nothing_more(session, ring, client):
    async with page(session) as socket:
        assert await socket.receive_nothing(timeout=0.2)
        await sync_to_async(client.logout)()
        await rung(ring, 1)
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_a_changed_password_ends_the_line(session, ring, lin):
    async with page(session) as socket:
        lin.set_password("another")
        await sync_to_async(lin.save)()
        await rung(ring, 1)
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_a_full_hint_queue_loses_no_message(session, ring):
    async with page(session) as socket:
        layer = get_channel_layer()
        for _ in range(250):  # a group's queue holds a hundred and drops the rest silently
            await layer.group_send(wake.GROUP, {"type": "news", "people": None})
        await rung(ring, 1, 2, 3)
        assert await heard(socket, 3) == [1, 2, 3]


async def test_with_the_channel_layer_away_a_page_hears_all_the_same(
    session, ring, settings, caplog
):
    away = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}
    settings.CHANNEL_LAYERS = {
        "default": {**away, "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"], "prefix": "away"}}
    }
    async with page(session) as socket:
        await rung(ring, 1)
        assert await heard(socket, 1) == [1]
    assert "the channel layer is away" in caplog.text


@pytest.fixture
def own_redis(settings):
    with running_redis() as server:
        layer = {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [server.url], "prefix": "own"},
        }
        settings.CHANNEL_LAYERS = {"default": layer}
        yield server


@pytest.mark.slow
@pytest.mark.services
async def test_polls_heal_while_redis_is_away_and_hints_wake_pages_when_it_is_back(
    session, ring, own_redis, monkeypatch
):
    monkeypatch.setattr(tail, "POLL", 0.2)
    async with page(session) as socket:
        await rung(ring, 1)
        assert await heard(socket, 1) == [1]
        own_redis.kill()
        await rung(ring, 2)
        assert await heard(socket, 1) == [2]
        own_redis.start()
        monkeypatch.setattr(tail, "POLL", 600)  # from its next look on: only a hint wakes it
        assert await socket.receive_nothing(timeout=0.5)
        for n in range(3, 33):
            await rung(ring, n)
            if not await socket.receive_nothing(timeout=1):
                break
        assert await heard(socket, n - 2) == list(range(3, n + 1))
        await rung(ring, n + 1)
        assert await heard(socket, 1) == [n + 1]


async def test_the_database_may_fail_for_a_while(session, ring, monkeypatch):
    broken = [True]

    def sometimes(*wants, **how) -> list[reading.Answer]:
        if broken:
            broken.clear()
            raise RuntimeError("away")
        return reading.answers(*wants, **how)

    monkeypatch.setattr(tail, "answers", sometimes)
    monkeypatch.setattr(tail, "PAUSE", 0.1)
    async with page(session) as socket:
        await rung(ring, 1)
        assert await heard(socket, 1) == [1]
    assert await sync_to_async(Notification.objects.count)() == 1
