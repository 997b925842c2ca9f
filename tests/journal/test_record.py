import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.accounts.models import User
from marketplace.journal import kinds
from marketplace.journal.models import Entry, InsertOnlyError, Link, Pending, Salt
from marketplace.journal.record import record
from marketplace.journal.sequencer import link_pending

pytestmark = pytest.mark.both


def test_an_entry_holds_kind_actor_subject_and_data(note, person):
    entry = note(number="XQ-2026-0001")
    stored = Entry.objects.get(pk=entry.pk)
    assert stored.kind == "thing_changed"
    assert stored.actor_id == person.pk
    assert stored.subject() == person
    assert stored.data == {"number": "XQ-2026-0001"}
    assert Pending.objects.filter(entry=entry).exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_vanishes_with_the_transaction_that_made_it(person):
    with transaction.atomic():
        record("thing_changed", person, actor=None)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not Pending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(person):
    with pytest.raises(transaction.TransactionManagementError):
        record("thing_changed", person, actor=None)


def test_an_unknown_kind_is_refused(person):
    with pytest.raises(kinds.UnknownKindError):
        record("thing_invented", person, actor=None)


@pytest.mark.parametrize("kind", ["changed", "thing changed", "Thing_changed", "thing_"])
def test_a_kind_is_a_noun_and_a_participle(kind):
    with pytest.raises(ValueError, match="noun_pastparticiple"):
        kinds.register(kind)


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        kinds.register("thing_changed")


def test_an_unsaved_subject_is_refused(db):
    with pytest.raises(ValueError, match="no key yet"):
        record("thing_changed", User(email="a@example.test"), actor=None)


def test_digests_of_the_same_state_differ_by_their_salt(person):
    state = {"phone": "0592-1234567"}
    first = record("thing_changed", person, actor=None, before=state, after=state)
    second = record("thing_changed", person, actor=None, after=state)
    assert len({first.before, first.after, second.after}) == 2  # one salt within an entry
    assert first.before == first.after
    assert Salt.objects.filter(entry=first).exists()


def test_a_subject_that_states_itself_gives_its_own_after(person, monkeypatch):
    monkeypatch.setattr(User, "journal_state", lambda self: {"name": self.name}, raising=False)
    assert record("thing_changed", person, actor=None).after
    with pytest.raises(ValueError, match="gives its own state"):
        record("thing_changed", person, actor=None, after={"name": "x"})


@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"), [("journal_entry", "subject_key"), ("journal_link", "previous")]
)
def test_the_database_itself_refuses_to_change_what_was_written(note, verb, table, column):
    note()
    link_pending()
    statement = verb.format(table, column, column)
    with (
        pytest.raises(DatabaseError, match="insert-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Link.objects.count() == Entry.objects.count() == 1


def test_the_models_refuse_to_change_what_was_written(note):
    entry = note()
    link_pending()
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        Link.objects.all().delete,
        lambda: Entry.objects.update(kind="thing_removed"),
    ):
        with pytest.raises(InsertOnlyError):
            attempt()
