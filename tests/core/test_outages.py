"""An outage stands in the log once, however many noticed it, and so does its end."""

from __future__ import annotations

import logging
import threading

from marketplace.core.outages import Outage

logger = logging.getLogger("tests.outages")


def outage() -> Outage:
    return Outage(logger, "the mill", meanwhile="flour is bought")


def test_an_outage_and_its_end_are_told_once_each(caplog):
    mill = outage()
    mill.ended()
    for _outage in range(2):
        for _miss in range(3):
            mill.began(ValueError("no wind"))
        for _answer in range(3):
            mill.ended()
    assert (
        caplog.messages
        == [
            "the mill is away, flour is bought: ValueError: no wind",
            "the mill is back",
        ]
        * 2
    )


def test_threads_that_miss_it_at_the_same_time_tell_it_once(caplog):
    mill, start = outage(), threading.Barrier(20)

    def miss() -> None:
        start.wait()
        mill.began(ValueError())

    threads = [threading.Thread(target=miss) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(caplog.messages) == 1
