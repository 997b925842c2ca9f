"""A small version of `make bench-chaos`: twenty rounds on the test's own database."""

import asyncio
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from bench import chaos_kind, chaos_listings
from bench.cable import cable
from bench.chaos import differs
from bench.chaos_portal import Writer, steady_port, wait_until_it_answers, web, worker
from bench.chaos_rounds import Chaos, watching
from bench.witnesses import Verdict, Witness, all_heard, verdict
from marketplace.accounts.models import User
from marketplace.notifications.models import Counter
from tests.notifications.redis_server import running_redis

GROUPS, SIZE, ROUNDS = 2, 10, 20


@pytest.fixture
def redis():
    with running_redis() as server:
        yield server


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_doubled_or_out_of_order_while_everything_falls_over(redis):
    sessions = {}
    for group in range(GROUPS):
        for member in range(SIZE):
            user = User.objects.create_user(chaos_kind.address(group, member))
            client = Client()
            client.force_login(user)
            sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
    User.objects.create_superuser("staff@group.bench.example")
    chaos_listings.prepare()
    # The connection of this process would be cut, too.
    connections.close_all()
    with cable(settings.ELASTICSEARCH_URL) as engine:
        found, last = asyncio.run(rounds(sessions, redis=redis, engine=engine))
        assert differs(os.environ) == 0
    assert chaos_listings.withdrawn() >= ROUNDS - 1
    assert found == Verdict()
    assert set(last.values()) == {ROUNDS // GROUPS}


async def rounds(sessions, *, redis, engine) -> tuple[Verdict, dict[int, int]]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "REDIS_URL": redis.url,
        "ELASTICSEARCH_URL": engine.url,
        "PYTHONPATH": str(Path.cwd()),
    }
    ports = [steady_port()]
    chaos = Chaos(
        webs={port: web(port, environment) for port in ports},
        workers=[worker(environment), worker(environment)],
        redis=redis,
        engine=engine,
        server=os.environ["DATABASE_URL"],
        database=os.environ["DATABASE_URL"].rpartition("/")[2],
        rounds=ROUNDS,
        engine_seconds=2,
        kills=3,
        redis_restarts=1,
        cuts=2,
    )
    victims = [*chaos.webs.values(), *chaos.workers]
    try:
        for victim in victims:
            victim.start()
        await asyncio.to_thread(wait_until_it_answers, ports[0])
        return await witnessed(chaos, environment, sessions)
    finally:
        for victim in victims:
            victim.kill()


async def witnessed(chaos, environment, sessions) -> tuple[Verdict, dict[int, int]]:
    witnesses = [Witness(key, cookie, list(chaos.webs)) for key, cookie in sessions.items()]
    writer = Writer(environment)
    await writer.start()
    due = dict.fromkeys(sessions, ROUNDS // GROUPS)
    async with watching(witnesses):
        await chaos.run(writer, witnesses, groups=GROUPS)
        await writer.stop()
        await all_heard(witnesses, due, seconds=60)
    found = [verdict(witness.heard, due[witness.person]) for witness in witnesses]
    return sum(found, Verdict()), await asyncio.to_thread(numbers, list(sessions))


def numbers(people: list[int]) -> dict[int, int]:
    try:
        return dict(Counter.objects.filter(pk__in=people).values_list("pk", "last"))
    finally:
        connections.close_all()
