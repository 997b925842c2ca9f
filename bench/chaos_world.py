"""The portal's processes with the kind of bench.chaos_kind, and what a measurement asks of them.

`uvicorn bench.chaos_world:application` serves; run as a program with `worker` it works, with
`prepare GROUPS SIZE` it makes people and prints their sessions, with `write` it takes a line of
group and round at a time, and with `tell` and `instants PERSON` it prints who was told what, when.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - models come after the set-up
from django.db import Error, connection, transaction  # noqa: E402

from bench import chaos_kind, chaos_listings  # noqa: E402
from bench.claim_people import session  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.asgi import application  # noqa: E402
from marketplace.journal.catching_up import run_until_caught_up  # noqa: E402
from marketplace.journal.models import Entry  # noqa: E402
from marketplace.journal.record import record  # noqa: E402
from marketplace.notifications.models import Counter, Notification  # noqa: E402

__all__ = ["application"]

PATIENCE = 600.0
AGAIN = 0.2
STAFF = "staff@group.bench.example"

chaos_kind.register()


def prepare(groups: int, size: int) -> list[dict[str, object]]:
    """Make groups of people and somebody of the staff; return key, group and session of each."""
    run_until_caught_up(patience=PATIENCE)
    User.objects.get_or_create(email=STAFF, defaults={"is_staff": True, "is_superuser": True})
    chaos_listings.prepare()
    people = [
        (group, User.objects.create_user(chaos_kind.address(group, member)))
        for group in range(groups)
        for member in range(size)
    ]
    return [{"key": user.pk, "group": group, "session": session(user)} for group, user in people]


def write() -> None:
    """Call a group and change listings for each line, however often the database fails."""
    for line in sys.stdin:
        group, number = map(int, line.split())
        _surely(partial(_call, group, number))
        _surely(partial(chaos_listings.change, number))
        print("done", flush=True)


def _surely(do: Callable[[], None]) -> None:
    """Do it again until the database did not fail."""
    while True:
        try:
            do()
        except Error:
            connection.close()
            time.sleep(AGAIN)
        else:
            return


def _call(group: int, number: int) -> None:
    staff = User.objects.get(email=STAFF)
    with transaction.atomic():
        record(chaos_kind.ENTRY_KIND, staff, actor=None, data={"group": group, "round": number})


def tell() -> dict[str, object]:
    """Catch up; return the last number of each person, and how many messages are missing."""
    run_until_caught_up(patience=PATIENCE)
    people = User.objects.filter(email__endswith=chaos_kind.DOMAIN).exclude(email=STAFF)
    keys = set(people.values_list("pk", flat=True))
    due = sum(
        people.filter(email__startswith=f"g{entry.data['group']}.").count()
        for entry in Entry.objects.filter(kind=chaos_kind.ENTRY_KIND)
    )
    last = dict(Counter.objects.filter(pk__in=keys).values_list("pk", "last"))
    rows = Notification.objects.filter(user__in=keys, kind=chaos_kind.CALL.name).count()
    gone = chaos_listings.withdrawn()
    return {"last": last, "rows": rows, "missing": due - rows, "withdrawn": gone}


def instants(person: int) -> dict[int, float]:
    """Return when each entry was recorded of which a person was told, by the message's number."""
    rows = Notification.objects.filter(user=person, kind=chaos_kind.CALL.name)
    return {row.number: row.entry.at.timestamp() for row in rows.select_related("entry")}


def main() -> None:
    """Run the step that the first argument names."""
    step, *arguments = sys.argv[1:]
    if step == "worker":
        call_command("worker")
    elif step == "write":
        write()
    else:
        steps: dict[str, Callable[..., object]] = {
            "prepare": prepare,
            "tell": tell,
            "instants": instants,
        }
        print(json.dumps(steps[step](*map(int, arguments))))


if __name__ == "__main__":
    main()
