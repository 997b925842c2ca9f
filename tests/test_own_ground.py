"""A test run touches no portal, and leaves nothing of its own on the services."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from elasticsearch import Elasticsearch
from psycopg import sql

from tests.leftovers import Claim, names_of_tests

ROOT = Path(__file__).resolve().parent.parent
QUICK = "tests/test_frame.py::test_tests_write_to_a_database_of_their_own"


def pytest_with(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run one quick test in a process that inherits nothing which these tests settled."""
    settled = {"DJANGO_SETTINGS_MODULE", "DATA_DIR", "PYTEST_XDIST_WORKER", "SERVICES"}
    kept = {name: value for name, value in os.environ.items() if name not in settled}
    return subprocess.run(
        [sys.executable, "-m", "pytest", QUICK, "-q", "-p", "no:xdist"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def portal_folder(tmp_path: Path) -> Path:
    """A folder whose database holds something."""
    with closing(sqlite3.connect(tmp_path / "marketplace.sqlite3")) as database:
        database.execute("CREATE TABLE kept (word TEXT)")
    return tmp_path


def tables(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "marketplace.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT name FROM sqlite_master")]


@pytest.mark.slow
def test_a_run_with_the_settings_of_a_portal_stops_before_it_touches_anything(portal_folder):
    done = pytest_with(
        DATA_DIR=str(portal_folder), DJANGO_SETTINGS_MODULE="marketplace.settings.dev"
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "unset DJANGO_SETTINGS_MODULE" in done.stderr
    assert tables(portal_folder) == ["kept"]


@pytest.mark.slow
def test_a_run_uses_neither_the_folder_nor_the_services_of_its_environment(portal_folder):
    nowhere = {"DATABASE_URL": "postgres://127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = pytest_with(
        DATA_DIR=str(portal_folder), ELASTICSEARCH_URL="http://127.0.0.1:1", **nowhere
    )
    assert done.returncode == pytest.ExitCode.OK, done.stdout
    assert tables(portal_folder) == ["kept"]
    assert [path.name for path in portal_folder.iterdir()] == ["marketplace.sqlite3"]


def test_only_what_tests_made_is_called_theirs():
    found = [
        "marketplace-listings-20261124t161007",
        "marketplace",
        "test_6430_main",
        "test_85b0fc98_gw1-listings-20261124t162213",
        "test_85b0fc98_gw1-own-listings",
        "test_data",
    ]
    assert names_of_tests(found) == {"test_6430_main", "test_85b0fc98_gw1"}


def claim(name: str) -> Claim:
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return Claim(name, server=server, engine=settings.ELASTICSEARCH_URL)


@contextmanager
def left_behind(name: str) -> Iterator[None]:
    """An index with an alias and a database, as a killed run leaves them."""
    with closing(Elasticsearch(settings.ELASTICSEARCH_URL)) as engine, server() as database:
        engine.indices.create(index=f"{name}-listings-1", aliases={f"{name}-listings": {}})
        database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            engine.indices.delete(index=f"{name}-listings-1", ignore_unavailable=True)
            drop = sql.SQL("DROP DATABASE IF EXISTS {}")
            database.execute(drop.format(sql.Identifier(name)))


def server() -> psycopg.Connection:
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    return psycopg.connect(f"{address}/postgres", autocommit=True)


def what_stands(name: str) -> tuple[bool, bool]:
    """Return whether the index and the database of a name stand."""
    with closing(Elasticsearch(settings.ELASTICSEARCH_URL)) as engine, server() as database:
        found = database.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return bool(engine.indices.get(index=f"{name}-*")), found.fetchone() is not None


@pytest.mark.services
def test_what_a_killed_run_left_goes_and_what_a_running_one_uses_stays():
    running, killed = f"test_a{os.getpid()}_gw0", f"test_b{os.getpid()}_gw0"
    with closing_claim(running), left_behind(running), left_behind(killed):
        with closing_claim(f"test_c{os.getpid()}_main") as mine:
            mine.remove_unclaimed()
        assert what_stands(running) == (True, True)
        assert what_stands(killed) == (False, False)


@pytest.mark.services
def test_a_run_that_ends_removes_its_indices():
    name = f"test_d{os.getpid()}_gw0"
    with left_behind(name):
        claim(name).give_up()
        assert what_stands(name)[0] is False


@contextmanager
def closing_claim(name: str) -> Iterator[Claim]:
    mine = claim(name)
    try:
        yield mine
    finally:
        mine.give_up()
