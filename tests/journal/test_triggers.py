"""The triggers are put back after whatever takes them away."""

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.journal import triggers
from marketplace.journal.models import Entry
from tests.kept import refuses, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

TABLES = ("journal_entry", "claims_claimversion", "claims_claim", "listings_addendum")


def test_a_migration_that_remade_a_table_is_followed_by_its_triggers(note):
    note()
    triggers.remove(connection)
    run("UPDATE journal_entry SET kind = kind")
    call_command("migrate", verbosity=0)
    refuses("UPDATE journal_entry SET kind = kind")
    triggers.install(connection)
    refuses("DELETE FROM journal_entry")


def test_a_flush_empties_the_tables_and_leaves_them_kept(note):
    note()
    # The rows of the migrations come back with their keys, which must not be given again.
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
    assert not Entry.objects.exists()
    note()
    refuses("DELETE FROM journal_entry")


@pytest.mark.services  # SQLite has no TRUNCATE
@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_truncated(table):
    refuses(f"TRUNCATE {table} CASCADE")
