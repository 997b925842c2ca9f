"""What every test stands on: its own data folder, database, index and Redis names, and the rules.

`SERVICES=1 python -m pytest` runs the tests marked `both` and `services` on the services that
`make services` brought up; without it the suite runs embedded. Each worker has an environment of
its own, inherited by the processes that a test starts.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.leftovers import Claim
from tests.migrated import Kept, KeptFile, KeptOnServer
from tests.rows import MigratedRows

ROOT = Path(__file__).resolve().parent.parent
ON_SERVICES = bool(os.environ.get("SERVICES"))
IN_CI = os.environ.get("CI") == "true"
JOURNEYS = ROOT / "tests" / "journeys"
SERVICE_NAMES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")


def _service_addresses() -> dict[str, str]:
    """Read what `make services` wrote; an embedded run has no addresses."""
    if not ON_SERVICES:
        return {}
    lines = (ROOT / "var" / "services" / "env").read_text().splitlines()
    pairs = dict(line.split("=", 1) for line in lines)
    return {name: pairs[name] for name in SERVICE_NAMES}


def _server(addresses: dict[str, str]) -> str:
    return addresses["DATABASE_URL"].rpartition("/")[0]


def _refuse_foreign_settings() -> None:
    """Stop before anything is touched where settings were read before this file chose them.

    The database of a portal would become the test database, which is emptied.
    """
    if settings.configured:
        message = "the tests choose their settings: unset DJANGO_SETTINGS_MODULE, and no --ds"
        raise pytest.UsageError(message)


def _settle_environment() -> Path:
    """Give this process names that no other test process uses, before the settings are read."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    name = f"test_{run}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    folder = Path(tempfile.mkdtemp(prefix=f"marketplace-{name}-"))
    for service in SERVICE_NAMES:
        os.environ.pop(service, None)
    addresses = _service_addresses()
    if addresses:
        addresses["DATABASE_URL"] = f"{_server(addresses)}/{name}"
    os.environ.update(
        addresses,
        DATA_DIR=str(folder),
        DJANGO_SETTINGS_MODULE="marketplace.settings.test",
        # Words alone, unless a test chooses an encoder: each takes a second to load.
        ENCODER="none",
        INDEX_PREFIX=name,
        # A test database needs not outlive a power cut.
        PGOPTIONS="-c synchronous_commit=off",
        REDIS_PREFIX=name,
        # A test runs consumers itself, or starts a process that does.
        RUN_CONSUMERS="false",
    )
    return folder


_refuse_foreign_settings()
if not IN_CI:  # where hypothesis has such a profile of its own
    hypothesis.settings.register_profile(
        "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("patient")
DATA_DIR = _settle_environment()
# Here and not in pytest_configure: the conftests below this one import models.
django.setup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each worker settle its own environment before anything reads the settings there."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Claim this process's name on the services, and remove what killed runs left there."""
    if ON_SERVICES:
        addresses = _service_addresses()
        claim = Claim(
            settings.INDEX_PREFIX,
            server=_server(addresses),
            engine=addresses["ELASTICSEARCH_URL"],
        )
        session.config.add_cleanup(claim.give_up)
        claim.remove_unclaimed()


def pytest_unconfigure() -> None:
    """Leave nothing behind in the temporary folder."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)


def pytest_report_header() -> str:
    return f"set-up: {'services' if ON_SERVICES else 'embedded'}"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name the content of a file by its parameter: made content differs between two workers."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(trylast=True)  # pytest-django has put them at the end
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of this set-up, and begin with the journeys: none is left to run alone."""
    kept = [item for item in items if _belongs(item)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not _belongs(item)])
    items[:] = sorted(kept, key=lambda item: JOURNEYS not in item.path.parents)


def _belongs(item: pytest.Item) -> bool:
    needs_services = item.get_closest_marker("services") is not None
    if ON_SERVICES:
        return needs_services or item.get_closest_marker("both") is not None
    return not needs_services


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a test that was skipped has not been run, which is a failure."""
    report = yield
    _refuse_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """In CI a module that was skipped is a failure, too."""
    report = yield
    _refuse_skip(report, collector.nodeid)
    return report


def _refuse_skip(report: Any, node: str) -> None:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{node} was skipped: {report.longrepr}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Let the test database have the name that the environment gives, for child processes."""
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["NAME"] = database["NAME"]


@pytest.fixture(scope="session")
def kept_database() -> Kept:
    """Return where a migrated database is kept."""
    if ON_SERVICES:
        return KeptOnServer(os.environ["DATABASE_URL"])
    return KeptFile(Path(settings.DATABASES["default"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_keepdb(kept_database: Kept) -> bool:
    """Start from a copy of a migrated database where one is kept."""
    return kept_database.lend()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_keepdb: bool,
    kept_database: Kept,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Keep the database that had to be migrated for the next run, and its rows for each test."""
    with django_db_blocker.unblock():
        if not django_db_keepdb:
            connection.close()
            kept_database.keep()
        rows = MigratedRows(connection)
        rows.keep()
        rows.take_over()


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """Return what `playwright.chromium.launch(**chromium)` needs for Debian's Chromium."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("no Chromium: apt-get install chromium")
    return {
        "executable_path": executable,
        "headless": True,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            # It would look up its maker's hosts at every start.
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
