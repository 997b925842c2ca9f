import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from marketplace.accounts.models import User
from marketplace.journal.models import Entry, Link, Pending
from marketplace.journal.record import record
from marketplace.journal.sequencer import link_pending
from marketplace.journal.verification import verify

pytestmark = pytest.mark.both


def test_positions_start_at_one_and_follow_the_entries(note):
    entries = [note(n=n) for n in range(3)]
    assert link_pending() == 3
    assert [entry.position for entry in Entry.objects.order_by("pk")] == [1, 2, 3]
    assert not Pending.objects.exists()
    assert Link.objects.get(position=3).entry_id == entries[-1].pk


def test_an_empty_journal_has_position_zero(db):
    assert link_pending() == 0


def test_each_link_carries_the_hash_of_the_one_before(note):
    note()
    note()
    link_pending()
    first, second = Link.objects.order_by("position")
    assert first.previous == Link.FIRST_PREVIOUS
    assert second.previous == first.hash


@pytest.mark.django_db(transaction=True)
def test_writers_and_sequencers_in_parallel_leave_no_gap_and_no_fork(person):
    writers, sequencers, each = 4, 3, 15
    people = [User.objects.create_user(f"p{n}@example.test") for n in range(writers)]
    written = threading.Barrier(writers + sequencers)
    done = threading.Event()

    def write(n: int) -> None:
        written.wait()
        for i in range(each):
            with transaction.atomic():
                record("thing_changed", people[n], actor=None, data={"i": i})
        connections.close_all()

    def link() -> None:
        written.wait()
        while not done.is_set():
            link_pending()
        connections.close_all()

    with ThreadPoolExecutor(writers + sequencers) as pool:
        linking = [pool.submit(link) for _ in range(sequencers)]
        writing = [pool.submit(write, n) for n in range(writers)]
        for future in writing:
            future.result()
        done.set()
        for future in linking:
            future.result()
    assert link_pending() == writers * each
    assert verify().links == writers * each
    for one in people:
        mine = Entry.objects.filter(subject_key=str(one.pk)).order_by("link__position")
        assert [entry.data["i"] for entry in mine] == list(range(each))


@pytest.mark.services  # SQLite has one writer at a time: there nothing commits late
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_gets_a_later_position_than_its_key_says(person):
    other = User.objects.create_user("late@example.test")
    recorded, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record("thing_changed", other, actor=None)
            recorded.set()
            may_commit.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert recorded.wait(20)
    with transaction.atomic():
        quick = record("thing_changed", person, actor=None)
    assert link_pending() == 1
    may_commit.set()
    thread.join()
    assert link_pending() == 2
    late = Entry.objects.get(link__position=2)
    assert late.pk < quick.pk
    assert verify().links == 2
