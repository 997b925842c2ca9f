import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.core.models import Sequence
from marketplace.journal import locks, triggers
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.consumers import batch_consumer, consumer, fan_out_consumer
from marketplace.journal.models import Cursor, Entry, Link, Parked, Salt
from marketplace.journal.sequencer import link_pending

pytestmark = pytest.mark.both


def journal(*args: str) -> str:
    out = io.StringIO()
    call_command("journal", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def tamper(db):
    """Speak to the database as somebody who took the triggers away."""
    triggers.remove(connection)

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    yield run
    with connection.constraint_checks_disabled():
        triggers.install(connection)


@pytest.fixture
def chain(note) -> list[Entry]:
    entries = [note(n=n) for n in range(3)]
    link_pending()
    return entries


def test_verify_accepts_an_honest_journal_and_prints_its_head(chain):
    said = journal("verify")
    assert "3 links" in said
    assert f"head 3:{Link.objects.get(position=3).hash}" in said


def test_verify_starts_at_a_trusted_head(chain, note):
    trusted = journal("verify").split()[-1]
    note()
    link_pending()
    assert "ok: 1 links" in journal("verify", "--from", trusted)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE journal_entry SET data = '{\"n\": 9}' WHERE id = {second}", "link 2: entry"),
        ("UPDATE journal_entry SET actor_key = '' WHERE id = {second}", "link 2: entry"),
        ("UPDATE journal_entry SET kind = 'thing_removed' WHERE id = {second}", "link 2: entry"),
        ("DELETE FROM journal_link WHERE position = 2", "link 2: missing"),
        ("UPDATE journal_link SET previous = 'x' WHERE position = 3", "link 3: does not follow"),
        ("UPDATE journal_link SET hash = 'x' WHERE position = 1", "link 1: entry"),
        ("DELETE FROM journal_link WHERE position = 3", "entry {third}: has no link"),
    ],
)
def test_verify_names_the_first_row_that_was_tampered_with(chain, tamper, statement, named):
    keys = {"{second}": str(chain[1].pk), "{third}": str(chain[2].pk)}
    for name, key in keys.items():
        statement, named = statement.replace(name, key), named.replace(name, key)
    tamper(statement)
    with pytest.raises(CommandError, match=named):
        journal("verify")


def test_verify_notices_a_journal_that_was_cut_short(chain, tamper):
    trusted = str(Link.head())
    tamper("DELETE FROM journal_link WHERE position = 3")
    tamper("DELETE FROM journal_entry WHERE data = '{\"n\": 2}'")
    with pytest.raises(CommandError, match="link 3: gone"):
        journal("verify", "--from", trusted)


def test_verify_notices_a_cursor_beyond_the_chain(chain):
    Cursor.objects.create(name="ahead", position=9)
    with pytest.raises(CommandError, match="cursor ahead: stands at 9, beyond the last link 3"):
        journal("verify")


@pytest.mark.parametrize("start", ["", "x", "3", "3:wrong", "99:0"])
def test_verify_refuses_a_head_it_cannot_trust(chain, start):
    if start:
        with pytest.raises(CommandError):
            journal("verify", "--from", start)
    else:
        assert "3 links" in journal("verify")


@pytest.fixture
def stated(monkeypatch):
    monkeypatch.setattr(User, "journal_state", lambda self: {"name": self.name}, raising=False)


def test_verify_notices_a_subject_changed_behind_the_journal(stated, note, person):
    note()
    link_pending()
    assert "1 subjects compared" in journal("verify")
    User.objects.filter(pk=person.pk).update(name="别人")
    with pytest.raises(CommandError, match=f"subject accounts.user {person.pk}: differs"):
        journal("verify")


def test_verify_counts_the_subjects_whose_salts_are_erased(stated, note, person):
    note()
    link_pending()
    Salt.objects.all().delete()
    User.objects.filter(pk=person.pk).update(name="已注销")
    assert "0 subjects compared, 1 erased" in journal("verify")


def test_status_shows_lag_and_parked_entries_and_retry_replays_them(chain):
    broken = [True]

    @consumer("picky")
    def picky(entry: Entry) -> None:
        if broken and entry.data["n"] == 1:
            raise ValueError("cannot")
        Sequence.objects.create(name=str(entry.data["n"]))

    assert "picky: at 0, 3 behind, oldest" in journal("status")
    run_until_caught_up()
    said = journal("status")
    assert "picky: at 3, 0 behind" in said
    assert "parked picky 2 accounts.user" in said
    assert "ValueError: cannot" in said
    with pytest.raises(CommandError, match="still parked"):
        journal("retry")
    broken.clear()
    assert "2 done, 0 still parked" in journal("retry")
    assert list(Sequence.objects.order_by("pk").values_list("name", flat=True)) == ["0", "1", "2"]
    assert not Parked.objects.exists()


def test_retry_replays_what_a_batch_consumer_parked(chain):
    broken = [True]
    taken: list[int] = []

    @batch_consumer("bulk")
    def bulk(entries) -> None:
        if broken:
            raise ValueError("cannot")
        taken.extend(entry.position for entry in entries)

    run_until_caught_up()
    assert Parked.objects.count() == 3
    broken.clear()
    journal("retry")
    assert taken == [1, 2, 3]


def test_a_parked_fan_out_continues_where_it_failed(chain):
    broken = [True]

    from_key: list[str] = []

    def step(entry: Entry, after: str) -> str | None:
        if after == "" and entry.position == 1:
            Sequence.objects.create(name="first")
            return "first"
        if broken and entry.position == 1:
            raise ValueError("cannot")
        from_key.append(after)
        return None

    fan_out_consumer("fan")(step)
    run_until_caught_up()
    broken.clear()
    journal("retry")
    assert from_key[0] == "first"
    assert Sequence.objects.count() == 1


def test_status_says_whether_somebody_leads(db):
    assert "leader: none" in journal("status")
    with locks.attempt(locks.LEADER) as taken:
        assert taken
        assert "leader: running" in journal("status")


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_journal_and_leaves_it_guarded(chain):
    # As between two tests: the rows of the migrations come back with their keys.
    between_tests = {"inhibit_post_migrate": True, "reset_sequences": False}
    call_command("flush", interactive=False, verbosity=0, **between_tests)
    assert not Entry.objects.exists()
    Entry.objects.create(kind="thing_changed", at=timezone.now(), subject_type="x", subject_key="1")
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="insert-only"):
        cursor.execute("DELETE FROM journal_entry")
