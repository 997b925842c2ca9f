import logging
import threading

import pytest
from django.db import OperationalError, connection

from marketplace.journal import locks, runner, threads
from marketplace.journal.consumers import consumer
from marketplace.journal.models import Cursor, Entry
from marketplace.journal.runner import Half, Leadership
from marketplace.journal.threads import Worker
from marketplace.journal.wake import Head

pytestmark = pytest.mark.both
PATIENCE = 20


class Impatient(threading.Event):
    """Notes how long somebody would wait, and waits not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        return self.is_set()


class Stubborn(Worker):
    """Fails as it is told to, and then works."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__("stubborn")
        self._errors = list(errors)
        self.worked = threading.Event()
        self.stopping: Impatient = Impatient()

    def work(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.worked.set()
        self.stop()


@pytest.mark.django_db(transaction=True)
def test_a_thread_outlives_outages_and_bugs_with_growing_pauses(caplog, monkeypatch):
    monkeypatch.setattr(threads, "LONGEST_PAUSE", 0.5)
    monkeypatch.setattr(threads, "NOTABLE_PAUSE", 0.5)
    caplog.set_level(logging.INFO)
    worker = Stubborn(OperationalError("away"), KeyError("bug"), OperationalError("away"))
    worker.start()
    assert worker.worked.wait(PATIENCE)
    worker.join(PATIENCE)
    assert worker.stopping.pauses == [0.2, 0.4, 0.5]
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert told == [
        ("INFO", "stubborn pauses 0.2 s: away"),
        ("ERROR", "stubborn pauses 0.4 s"),
        ("WARNING", "stubborn pauses 0.5 s: away"),
    ]
    assert "KeyError: 'bug'" in caplog.text


def test_a_head_only_grows_and_wakes_those_who_wait():
    head = Head()
    head.announce(3)
    head.announce(2)
    assert head.position == 3
    assert not head.wait_beyond(3, timeout=0.01)
    assert head.wait_beyond(2, timeout=0)
    waiting = threading.Thread(target=head.wait_beyond, args=(3, PATIENCE))
    waiting.start()
    head.announce(4)
    waiting.join(PATIENCE)
    assert not waiting.is_alive()


def test_a_head_wakes_for_the_kinds_that_led_to_it_and_for_unknown_ones():
    head = Head()
    head.hear("3 thing_changed thing_removed")
    assert head.wait_beyond(2, timeout=0, kinds={"thing_removed"})
    assert not head.wait_beyond(2, timeout=0.01, kinds={"other"})
    assert not head.wait_beyond(3, timeout=0.01, kinds={"thing_removed"})
    head.hear("4")
    assert head.wait_beyond(3, timeout=0, kinds={"other"})


@pytest.fixture
def leadership(monkeypatch):
    monkeypatch.setattr(runner, "LEADER_POLL", 0.05)
    told: list[str] = []
    leads = threading.Semaphore(0)

    def tell(line: str) -> None:
        told.append(line)
        leads.release()

    leader = Leadership(Half.PROMPT, Head(), tell=tell)
    leader.start()
    yield leads, told
    leader.stop()
    leader.join(PATIENCE)
    assert not leader.is_alive()


@pytest.mark.django_db(transaction=True)
def test_the_leader_links_and_consumes_what_is_committed(note, monkeypatch):
    taken = threading.Semaphore(0)

    @consumer("collect", is_prompt=True)
    def collect(entry: Entry) -> None:
        taken.release()

    leader = Leadership(Half.PROMPT, Head(), tell=lambda _line: None)
    leader.start()
    try:
        for _ in range(3):
            note()
            assert taken.acquire(timeout=PATIENCE)
    finally:
        leader.stop()
        leader.join(PATIENCE)
    assert Cursor.objects.get(name="collect").position == 3
    assert locks.is_free(locks.LEADER)


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_leads_as_soon_as_the_lock_is_free(leadership):
    leads, told = leadership
    assert leads.acquire(timeout=PATIENCE)
    assert told == ["leads"]
    assert not locks.is_free(locks.LEADER)


@pytest.mark.services  # an advisory lock ends with its connection; a file lock with its process
@pytest.mark.django_db(transaction=True)
def test_a_leader_that_lost_its_connection_stops_and_leads_anew(leadership):
    leads, told = leadership
    assert leads.acquire(timeout=PATIENCE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.rowcount == 1
    assert leads.acquire(timeout=PATIENCE)
    assert leads.acquire(timeout=PATIENCE)
    assert told == ["leads", "leads no more", "leads"]
