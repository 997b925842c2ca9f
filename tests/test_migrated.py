"""A migrated database is made once and lent out as copies, on either engine."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.migrated import KeptFile, KeptOnServer


def test_a_file_that_one_keeps_is_lent_to_the_next(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first.sqlite3", "second.sqlite3"))
    maker = KeptFile(first, tmp_path / "kept")
    assert not maker.lend()
    with closing(sqlite3.connect(first)) as database:
        database.execute("CREATE TABLE made (word TEXT)")
    maker.keep()
    assert KeptFile(second, tmp_path / "kept").lend()
    with closing(sqlite3.connect(second)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("made",)]


class Own(KeptOnServer):
    """What this test keeps, apart from what the suite does."""

    PREFIX = f"made_{os.getpid()}_"


@pytest.mark.services
def test_a_database_that_one_keeps_is_lent_to_the_next() -> None:
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    first, second = f"first_{os.getpid()}", f"second_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        maker = Own(f"{server}/{first}")
        assert not maker.lend()
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(first)))
        with psycopg.connect(f"{server}/{first}") as database:
            database.execute("CREATE TABLE made (word TEXT)")
        try:
            maker.keep()
            assert Own(f"{server}/{second}").lend()
            with psycopg.connect(f"{server}/{second}") as database:
                database.execute("SELECT word FROM made")
        finally:
            kept = admin.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [Own.PREFIX]
            ).fetchall()
            for name in (first, second, *(row[0] for row in kept)):
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
