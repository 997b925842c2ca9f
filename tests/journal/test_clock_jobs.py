import threading

import pytest

from marketplace.journal import clock_jobs
from marketplace.journal.clock_jobs import Clock, every


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch):
    monkeypatch.setattr(clock_jobs, "_registry", {})


def test_a_job_runs_again_and_again_beside_one_that_fails(caplog):
    ticked = threading.Semaphore(0)

    @every(seconds=0.01, name="broken")
    def broken() -> None:
        raise ValueError("broken clockwork")

    every(seconds=0.01, name="tick")(ticked.release)
    clock = Clock()
    clock.start()
    try:
        for _ in range(3):
            assert ticked.acquire(timeout=10)
    finally:
        clock.stop()
        clock.join(10)
    assert not clock.is_alive()
    assert "clock job broken failed" in caplog.text


def test_all_jobs_run_at_once_when_asked():
    ran: list[str] = []
    every(seconds=3600, name="tick")(lambda: ran.append("tick"))
    clock_jobs.run_all()
    assert ran == ["tick"]


def test_a_name_is_taken_once():
    every(seconds=1, name="tick")(lambda: None)
    with pytest.raises(ValueError, match="twice"):
        every(seconds=1, name="tick")(lambda: None)
