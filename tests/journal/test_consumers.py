import collections.abc
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from marketplace.accounts.models import User
from marketplace.core.models import Sequence
from marketplace.journal import catching_up, following
from marketplace.journal.catching_up import NotCaughtUpError, lag, run_until_caught_up
from marketplace.journal.consumers import (
    BatchConsumer,
    OutageError,
    StepConsumer,
    alone,
    batch_consumer,
    consumer,
    fan_out_consumer,
    gathering_consumer,
    register,
)
from marketplace.journal.following import STRIDE, follow
from marketplace.journal.models import Cursor, Entry, Link, Parked
from marketplace.journal.sequencer import link_pending

pytestmark = pytest.mark.both


def nothing(entry: Entry, after: str) -> None:
    """Take a step without an effect."""


def nothing_at_all(entries: collections.abc.Sequence[Entry]) -> None:
    """Take a batch without an effect."""


def test_a_consumer_takes_the_entries_of_its_kinds_in_order(note):
    taken: list[int] = []
    consumer("collect", {"thing_changed"})(lambda entry: taken.append(entry.data["n"]))
    for n in range(4):
        note("thing_changed" if n % 2 else "thing_removed", n=n)
    run_until_caught_up()
    assert taken == [1, 3]


def test_a_consumer_without_kinds_takes_every_entry(note):
    taken: list[str] = []
    consumer("collect")(lambda entry: taken.append(entry.kind))
    note()
    note("thing_removed")
    run_until_caught_up()
    assert taken == ["thing_changed", "thing_removed"]


def test_kinds_may_be_asked_for_late(note):
    wanted: set[str] = set()
    taken: list[int] = []
    consumer("collect", lambda: wanted)(lambda entry: taken.append(entry.position))
    note()
    run_until_caught_up()
    assert taken == []
    wanted.add("thing_changed")
    note()
    run_until_caught_up()
    assert taken[-1] == 2


def test_what_a_consumer_took_it_does_not_take_again(note):
    taken: list[int] = []
    consumer("collect")(lambda entry: taken.append(entry.position))
    note()
    run_until_caught_up()
    note()
    run_until_caught_up()
    assert taken == [1, 2]


def test_catching_up_tells_how_many_entries_are_left(note, monkeypatch):
    monkeypatch.setattr(catching_up, "TELLING", -1)
    monkeypatch.setattr(following, "BURST", -1)
    consumer("collect")(lambda _: None)
    for _ in range(3):
        note()
    left: list[int] = []
    run_until_caught_up(progress=left.append)
    assert left == [2, 1, 0, 0]


def test_a_name_is_taken_once():
    register(StepConsumer(name="one", steps=alone(nothing)))
    with pytest.raises(ValueError, match="twice"):
        register(StepConsumer(name="one", steps=alone(nothing)))


def test_a_fan_out_continues_at_its_key(note):
    told: list[str] = []

    @fan_out_consumer("fan")
    def tell(entry: Entry, after: str) -> str | None:
        left = [name for name in ("a", "b", "c") if name > after]
        told.append(left[0])
        return left[0] if left[1:] else None

    note()
    link_pending()
    one = follow(StepConsumer(name="fan", steps=alone(tell)))
    assert one.advance()
    assert str(Cursor.objects.get(name="fan").key) == "a"
    run_until_caught_up()
    assert told == ["a", "b", "c"]
    cursor = Cursor.objects.get(name="fan")
    assert (cursor.position, cursor.key) == (1, "")


def test_entries_are_taken_together_up_to_one_whose_fan_out_goes_on(note):
    told: list[tuple[int, str]] = []

    @fan_out_consumer("fan")
    def tell(entry: Entry, after: str) -> str | None:
        told.append((entry.data["n"], after))
        return "a" if entry.data["n"] == 1 and not after else None

    for n in range(4):
        note(n=n)
    link_pending()
    one = follow(StepConsumer(name="fan", steps=alone(tell)))
    places = []
    while one.advance():
        cursor = Cursor.objects.get(name="fan")
        places.append((cursor.position, cursor.key))
    assert places == [(2, "a"), (2, ""), (4, "")]
    assert told == [(0, ""), (1, ""), (1, "a"), (2, ""), (3, "")]


def test_of_entries_taken_together_those_before_an_outage_are_done(note):
    @consumer("collect")
    def collect(entry: Entry) -> None:
        if entry.data["n"] == 2:
            raise OutageError("away")
        Sequence.objects.create(name=str(entry.data["n"]))

    for n in range(3):
        note(n=n)
    with pytest.raises(NotCaughtUpError, match="away"):
        run_until_caught_up(patience=0)
    assert set(Sequence.objects.values_list("name", flat=True)) == {"0", "1"}
    assert Cursor.objects.get(name="collect").position == 2


def test_effects_and_cursor_are_saved_together_or_not_at_all(note):
    @consumer("half")
    def half(entry: Entry) -> None:
        Sequence.objects.create(name=f"{entry.position}")
        raise OutageError("away")

    note()
    with pytest.raises(NotCaughtUpError, match=r"half.*away"):
        run_until_caught_up(patience=0)
    assert not Sequence.objects.exists()
    assert Cursor.objects.get(name="half").position == 0


def test_an_outage_holds_up_only_the_consumer_that_suffers_it(note):
    away = [True]
    taken: list[str] = []

    @consumer("suffers")
    def suffers(entry: Entry) -> None:
        if away[0]:
            raise OperationalError("the database is away")
        taken.append("suffers")

    @consumer("thrives")
    def thrives(entry: Entry) -> None:
        taken.append("thrives")

    note()
    with pytest.raises(NotCaughtUpError):
        run_until_caught_up(patience=0)
    assert taken == ["thrives"]
    away.clear()
    away.append(False)
    run_until_caught_up()
    assert taken == ["thrives", "suffers"]
    assert not Parked.objects.exists()


def test_an_entry_that_alone_fails_is_parked_with_its_subjects_later_entries(note, person):
    other = User.objects.create_user("other@example.test")

    @consumer("picky")
    def picky(entry: Entry) -> None:
        if entry.data["n"] == 1:
            raise ValueError("cannot")
        Sequence.objects.create(name=str(entry.data["n"]))

    note(n=0)
    note(n=1)
    note(n=2)
    note(n=3, about=other)
    run_until_caught_up()
    assert set(Sequence.objects.values_list("name", flat=True)) == {"0", "3"}
    failed, waits = Parked.objects.order_by("position")
    assert (failed.position, failed.error) == (2, "ValueError: cannot")
    assert (waits.position, waits.error) == (3, "")


def test_a_batch_consumer_takes_many_at_once_and_outside_a_transaction(note):
    batches: list[list[int]] = []

    @batch_consumer("bulk", size=2)
    def bulk(entries) -> None:
        batches.append([entry.position for entry in entries])

    for _ in range(3):
        note()
    run_until_caught_up()
    assert batches == [[1, 2], [3]]


def test_a_bad_entry_in_a_batch_is_parked_alone(note, person):
    other = User.objects.create_user("other@example.test")
    taken: list[int] = []

    @batch_consumer("bulk", size=10)
    def bulk(entries) -> None:
        if any(entry.data["n"] == 1 for entry in entries):
            raise KeyError("n")
        taken.extend(entry.data["n"] for entry in entries)

    note(n=0, about=other)
    note(n=1)
    note(n=2)
    note(n=3, about=other)
    run_until_caught_up()
    assert taken == [0, 3]
    assert list(Parked.objects.order_by("position").values_list("position", flat=True)) == [2, 3]
    assert Cursor.objects.get(name="bulk").position == 4


def test_a_consumer_names_the_errors_that_are_outages_to_it(note):
    @batch_consumer("bulk", outages=(ConnectionError,))
    def bulk(entries) -> None:
        raise ConnectionRefusedError("no engine")

    note()
    with pytest.raises(NotCaughtUpError, match="no engine"):
        run_until_caught_up(patience=0)
    assert not Parked.objects.exists()


def test_lag_counts_what_is_wanted_and_not_taken(note):
    one = BatchConsumer(name="bulk", kinds={"thing_removed"}, batch=nothing_at_all)
    register(one)
    note()
    note("thing_removed")
    note("thing_removed")
    link_pending()
    assert lag(one) == 2
    run_until_caught_up()
    assert lag(one) == 0


def test_a_cursor_passes_foreign_kinds_without_writing_each_time(note):
    one = StepConsumer(name="rare", kinds={"thing_removed"}, steps=alone(nothing))
    follower = follow(one)
    note()
    link_pending()
    assert not follower.advance()
    assert Cursor.objects.get(name="rare").position == 0
    follower.seen = STRIDE + 1
    assert not follower.advance()
    assert Cursor.objects.get(name="rare").position == STRIDE + 1


def test_a_consumer_that_records_is_followed_to_the_end(note, person):
    @consumer("answer", {"thing_changed"})
    def answer(entry: Entry) -> None:
        note("thing_removed")

    note()
    run_until_caught_up()
    assert Link.objects.count() == 2


def test_what_some_entries_gather_is_written_once_and_before_their_cursor(note):
    written: list[list[int]] = []

    @gathering_consumer("gather")
    @contextmanager
    def gather():
        gathered = []
        yield lambda entry, _after: gathered.append(entry.data["n"])
        assert Cursor.objects.get(name="gather").position == 0
        written.append(gathered)

    for n in range(3):
        note(n=n)
    run_until_caught_up()
    assert written == [[0, 1, 2]]
    assert Cursor.objects.get(name="gather").position == 3


def test_an_entry_of_which_the_gathered_cannot_be_written_is_parked_alone(note, person):
    written: list[int] = []

    @gathering_consumer("gather")
    @contextmanager
    def gather():
        gathered = []
        yield lambda entry, _after: gathered.append(entry.data["n"])
        if 1 in gathered:
            raise ValueError("one")
        written.extend(gathered)

    others = [person, *(User.objects.create_user(f"{n}@example.test") for n in (1, 2))]
    for n, about in enumerate(others):
        note(n=n, about=about)
    run_until_caught_up()
    assert written == [0, 2]
    assert [row.position for row in Parked.objects.all()] == [2]
