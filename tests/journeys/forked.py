"""The portal's programs, in a process that has read their code already."""

import uvicorn
from django.conf import settings
from django.core.management import call_command

READ = ["marketplace.asgi", "marketplace.urls", __name__]


def web(port: int) -> None:
    """Serve pages; embedded follow the journal, too."""
    settings.RUN_CONSUMERS = settings.EMBEDDED
    uvicorn.run("marketplace.asgi:application", port=port, lifespan="on", log_level="warning")


def worker() -> None:
    """Follow the journal and do the tasks."""
    call_command("worker")
