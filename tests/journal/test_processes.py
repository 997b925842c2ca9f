import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from marketplace.core.models import Sequence
from marketplace.journal import locks
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.consumers import StepConsumer, alone, register
from marketplace.journal.models import Cursor, Entry, Pending
from marketplace.journal.record import record
from marketplace.journal.runner import Half
from marketplace.journal.verification import verify
from tests.processes import PATIENCE, running

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKER = ("-m", "tests.journal.counting_worker")


def nothing(entry: Entry, after: str) -> None:
    """Stand in for the worker's consumer, whose cursor this process watches."""


@pytest.fixture
def watched() -> None:
    register(StepConsumer(name="counting", steps=alone(nothing)))


def comes(fact: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not fact() and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    return fact()


def effects() -> dict[str, int]:
    rows = Sequence.objects.filter(name__startswith="effect-").values_list("name", "last")
    return {name.removeprefix("effect-"): last for name, last in rows}


def test_a_worker_killed_in_the_middle_loses_nothing_and_does_nothing_twice(note, watched):
    for n in range(5):
        note(n=n)
    with running(*WORKER, "2") as doomed:
        doomed.wait_for("in the middle")
        doomed.kill()
    done = Cursor.objects.get(name="counting").position
    assert done <= 2
    assert effects() == {str(n): 1 for n in range(done)}
    for n in range(5, 8):
        note(n=n)
    with running(*WORKER) as worker:
        worker.wait_for("leads")
        run_until_caught_up()
        assert worker.stop() == 0
    assert effects() == {str(n): 1 for n in range(8)}
    assert verify().links == 8
    assert not Pending.objects.exists()


def test_the_other_worker_takes_over_from_a_killed_leader(note, watched):
    with running(*WORKER) as leader:
        leader.wait_for("leads")
        with running(*WORKER) as heir:
            heir.wait_for("worker started")
            note(n=0)
            run_until_caught_up()
            leader.kill()
            heir.wait_for("leads")
            note(n=1)
            run_until_caught_up()
            assert heir.stop() == 0
    assert effects() == {"0": 1, "1": 1}


def test_a_command_waits_for_the_worker_that_leads(note, watched):
    with running(*WORKER) as worker:
        worker.wait_for("leads")
        note(n=0)
        assert not locks.is_free(locks.LEADER)
        left: list[int] = []
        run_until_caught_up(progress=left.append)
        assert left[-1] == 0
    assert effects() == {"0": 1}


def test_a_commit_reaches_the_worker_at_once(person, watched):
    with running(*WORKER) as worker:
        worker.wait_for("leads")
        with transaction.atomic():
            entry = record("thing_changed", person, actor=None, data={"n": 0})
        run_until_caught_up(patience=5)
        moved = Cursor.objects.get(name="counting").moved
        assert (moved - entry.at).total_seconds() < 2


def test_the_lock_of_a_killed_process_is_free(db):
    with running(*WORKER) as worker:
        worker.wait_for("leads")
        assert not locks.is_free(locks.LEADER)
        worker.kill()
        assert locks.is_free(locks.LEADER)


@pytest.mark.services  # embedded a worker is one process
def test_the_long_work_has_a_process_of_its_own_that_ends_with_the_worker(note, watched):
    with running(*WORKER) as worker:
        worker.wait_for("does the long work")
        assert not locks.is_free(Half.PATIENT.value)
    assert comes(lambda: locks.is_free(Half.PATIENT.value))


@pytest.mark.services
def test_a_worker_ends_where_its_second_process_does(note, watched):
    with running(*WORKER) as worker:
        worker.wait_for("does the long work")
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text()
        os.kill(int(children), signal.SIGKILL)
        worker.wait_for("worker stopped")
        worker.wait_for("the second process ended with -9")
