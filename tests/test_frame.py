"""The frame keeps its promises: pins without addresses, make targets, and tests' own ground."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from packaging.requirements import Requirement
from wagtail.models import Page

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if re.match(r"[a-z0-9]", line))


def test_every_dependency_is_pinned_as_the_project_wants_it():
    pinned = pins()
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement.name


@pytest.mark.parametrize("name", ["requirements.lock", "bin/nodejs.lock"])
def test_python_lock_has_hashes_and_no_address(name: str):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_front_end_lock_has_no_address():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_make_names_its_targets():
    told = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True)
    targets = set(re.findall(r"make (\S+)", told.stdout))
    assert targets >= {
        *("install", "run", "demo-reset", "test", "test-fast", "check"),
        *("services", "services-stop", "bench-%"),
    }


@pytest.mark.both
@pytest.mark.django_db
def test_tests_write_to_a_database_of_their_own():
    if connection.vendor == "sqlite":
        assert Path(str(connection.settings_dict["NAME"])).parent == settings.DATA_DIR
    else:
        assert connection.settings_dict["NAME"] == settings.INDEX_PREFIX
    assert settings.DATA_DIR != ROOT / "var"
    assert settings.INDEX_PREFIX.endswith(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    assert settings.REDIS_PREFIX == settings.INDEX_PREFIX != "marketplace"


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["before a flush", "after it"])
def test_migrated_rows_survive_the_flush_of_a_transactional_test(turn: str):
    assert Page.objects.filter(depth=1).exists(), turn


@pytest.mark.both
@pytest.mark.django_db
def test_services_are_all_in_use_or_none():
    on_services = bool(os.environ.get("SERVICES"))
    assert (connection.vendor == "postgresql") is on_services
    assert bool(settings.REDIS_URL) is on_services
    assert bool(settings.ELASTICSEARCH_URL) is on_services


@pytest.mark.slow
@pytest.mark.parametrize(("in_ci", "closing"), [("true", "1 failed"), ("", "1 skipped")])
def test_skip_is_a_failure_in_ci(tmp_path: Path, in_ci: str, closing: str):
    (tmp_path / "test_skipped.py").write_text(
        "import pytest\n\n\ndef test_nothing():\n    pytest.skip('no browser')\n"
    )
    options = ["--config-file", "pyproject.toml", "--rootdir", str(tmp_path)]
    options += ["-o", f"cache_dir={tmp_path}", "-p", "tests.conftest"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "CI": in_ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert closing in run.stdout
    assert (run.returncode == 0) is not bool(in_ci)
