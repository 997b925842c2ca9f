"""Many callers of `submit_claim` at the same moment: threads, in this process or in children.

`main` is what a child runs: one thread a key calls once a line came in, and JSON goes out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from marketplace.accounts.models import User
from marketplace.claims.actions import AlreadyClaimed, submit_claim
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation

_CHILD = "import django; django.setup(); from tests.claims.crowd import main; main()"


def call_in_threads(demand_pk: int, firm_pk: int, user_pk: int, keys: list[str]) -> list[str]:
    """Return for each caller `made RECEIPT` or `told RECEIPT`, all of them released at once."""
    barrier = Barrier(len(keys))

    def caller(key: str) -> str:
        barrier.wait(timeout=30)
        try:
            return _call(demand_pk, firm_pk, user_pk, key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(caller, keys))


def call_in_processes(
    demand_pk: int, firm_pk: int, user_pk: int, keys: list[str], processes: int = 3
) -> list[str]:
    """Return the same from children that share nothing but the database."""
    children = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                _CHILD,
                *map(str, (demand_pk, firm_pk, user_pk)),
                *keys[start::processes],
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for start in range(processes)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    answers: list[str] = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        output, _ = child.communicate(timeout=120)
        assert child.returncode == 0
        answers += json.loads(output)
    return answers


def _call(demand_pk: int, firm_pk: int, user_pk: int, key: str) -> str:
    try:
        claim = submit_claim(
            Demand.objects.select_related("lifecycle").get(pk=demand_pk),
            firm=Organisation.objects.get(pk=firm_pk),
            by=User.objects.get(pk=user_pk),
            pitch="同一句话",
            contact_name="林工",
            contact_phone="0592-2123456",
            idempotency_key=key,
        )
    except AlreadyClaimed as refusal:
        return f"told {refusal.claim.receipt}"
    return f"made {claim.receipt}"


def main() -> None:
    """Wait for the signal, call, write the answers."""
    demand, firm, user, *keys = sys.argv[1:]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(call_in_threads(int(demand), int(firm), int(user), keys)))
