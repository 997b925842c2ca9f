"""Texts that several processes cut are cut as one process does it."""

import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from search import cutting
from search.builds import rebuild
from search.cutting import analyses, in_processes
from search.drift import drifts
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.profiles import analyse
from tests.claims.factories import open_demand
from tests.processes import ROOT
from tests.search.listings import FLOOD

LISTINGS = [replace(FLOOD, key=f"demand:{number}", body=f"积水{number}米") for number in range(120)]

STARTS_AND_WAITS = """
from search.cutting import ENOUGH, analyses, in_processes
from search.documents import ListingDocument
with in_processes(ENOUGH, cores=2):
    list(analyses([ListingDocument(key="demand:1", list_key="", version=1)]))
    print("begun", flush=True)
    input()
"""


def test_several_processes_cut_as_one_does() -> None:
    with in_processes(cutting.ENOUGH, cores=2):
        found = list(analyses(LISTINGS))
        assert multiprocessing.active_children()
    assert found == [analyse(listing) for listing in LISTINGS]


def test_few_texts_are_cut_here() -> None:
    with in_processes(cutting.ENOUGH - 1, cores=2):
        assert list(analyses(LISTINGS)) == [analyse(listing) for listing in LISTINGS]
        assert not multiprocessing.active_children()


def test_a_process_that_is_killed_is_told_like_an_outage() -> None:
    with in_processes(cutting.ENOUGH, cores=2):
        list(analyses(LISTINGS))
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(EngineUnavailable, match="ended"):
            list(analyses(LISTINGS))
    assert len(list(analyses(LISTINGS))) == len(LISTINGS)


def test_processes_end_with_the_one_that_started_them() -> None:
    begun = subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert begun.stdout is not None
    assert begun.stdout.readline() == b"begun\n"
    os.kill(begun.pid, signal.SIGKILL)
    # The output ends when the last process that could write to it has ended.
    assert begun.communicate(timeout=60)[0] == b""


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.usefixtures("index")
def test_a_rebuild_in_processes_writes_every_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "ENOUGH", 2)
    for number in range(3):
        open_demand(title=f"积水{number}", content="泵站联动" * 20)
    rebuild()
    assert builds().current().count() == 3
    assert drifts(builds().current()) == []
