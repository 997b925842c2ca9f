"""The portal's processes, with the one kind of notification that these tests know.

`uvicorn tests.notifications.ringing:application`, and `python -m tests.notifications.ringing` for a
worker.
"""

import os

from django.core.management import call_command

from marketplace.asgi import application
from marketplace.journal import kinds as journal_kinds
from marketplace.notifications import kinds, pushing
from tests.notifications.ring import ENTRY_KIND, RING

__all__ = ["application"]

# A test of slow readers has less patience than a portal.
pushing.PATIENCE = float(os.environ.get("PATIENCE", pushing.PATIENCE))
journal_kinds.register(ENTRY_KIND)
kinds.register(RING)

if __name__ == "__main__":
    call_command("worker")
