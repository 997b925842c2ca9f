"""What migrations made stands before every test, whichever flushed the database before it."""

import pytest
from django.db import connection

from marketplace.accounts.models import User
from marketplace.taxonomy.models import EconomicActivity
from tests.rows import PREFIX, MigratedRows
from tests.world import moment

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def is_filled(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def rows_only_in(first: str, second: str) -> list[tuple[object, ...]]:
    quoted = map(connection.ops.quote_name, (first, second))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM {} EXCEPT SELECT * FROM {}".format(*quoted))  # noqa: S608
        return list(cursor.fetchall())


@pytest.mark.parametrize("turn", ["before a flush", "after it"])
def test_each_table_holds_the_rows_that_migrations_made(turn: str):
    names = connection.introspection.table_names()
    kept = [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]
    assert "taxonomy_economicactivity" in kept
    for table in kept:
        assert rows_only_in(table, PREFIX + table) == [], (turn, table)
        assert rows_only_in(PREFIX + table, table) == [], (turn, table)
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    assert {table for table in ours if is_filled(table)} == set(kept), turn


def test_rows_that_were_changed_added_or_taken_away_are_as_migrations_made_them():
    leaf = EconomicActivity.objects.filter(children=None).latest("pk")
    rows = MigratedRows(connection)
    rows.keep()
    EconomicActivity.objects.filter(code="A").update(name="x")
    EconomicActivity.objects.filter(pk=leaf.pk).delete()
    EconomicActivity.objects.create(code="new", name="y", level=leaf.level, parent=leaf.parent)
    User.objects.create_user("lin@example.test")
    rows.put_back()
    assert EconomicActivity.objects.get(code="A").name != "x"
    assert EconomicActivity.objects.filter(code=leaf.code).exists()
    assert not EconomicActivity.objects.filter(code="new").exists()
    assert not User.objects.filter(email="lin@example.test").exists()


def test_a_world_returns_to_a_moment_with_its_rows_and_the_keys_that_come_next():
    before = User.objects.create_user("lin@example.test")
    with moment() as begin:
        first = User.objects.create_user("chen@example.test")
        before.delete()
        begin.return_to()
        second = User.objects.create_user("wu@example.test")
    assert first.pk == second.pk
    people = User.objects.filter(email__endswith="@example.test")
    assert set(people.values_list("email", flat=True)) == {before.email, second.email}
    assert not [one for one in connection.introspection.table_names() if one.startswith("world_")]
