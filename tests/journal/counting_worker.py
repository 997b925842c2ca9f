"""`python -m tests.journal.counting_worker [N]`: a worker whose one consumer counts its effects.

With a number it stops in the middle of that entry, after its effect and before its cursor is
saved, until somebody kills it.
"""

import sys
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import F  # noqa: E402

from marketplace.core.models import Sequence  # noqa: E402
from marketplace.journal import consumers  # noqa: E402
from marketplace.journal.models import Entry  # noqa: E402

STOP_AT = int(sys.argv[1]) if sys.argv[1:] else None


def effect(entry: Entry) -> None:
    """Add one to the entry's own number."""
    Sequence.objects.get_or_create(name=f"effect-{entry.data['n']}")
    Sequence.objects.filter(name=f"effect-{entry.data['n']}").update(last=F("last") + 1)


for other in list(consumers.registered()):
    consumers.unregister(other.name)


@consumers.consumer("counting")
def count(entry: Entry) -> None:
    """Count, and perhaps stop."""
    effect(entry)
    if entry.data["n"] == STOP_AT:
        print("in the middle", flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    call_command("worker")
