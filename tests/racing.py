"""Calls that start in the same instant, each in a thread and a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from marketplace.core.refusals import Refusal


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run the calls in threads that start together; return each one's refusal code or "done"."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        together.wait(timeout=30)
        try:
            call()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))
