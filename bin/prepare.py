"""Brings the database up to date, loads the demo where there is none, lets all follow from it.

`prepare.py serve` then serves the portal in the same process, so that Django is loaded once.
"""

import gc
import os
import sys

import django
import uvicorn
from django.core.management import call_command
from django.db import connections

django.setup()
# Only now are the models ready that this imports.
from marketplace.journal.catching_up import NotCaughtUpError, run_until_caught_up  # noqa: E402

_SELDOM = 100_000, 20, 100
"""How seldom garbage is looked for: migrations make models by the thousand, and keep them."""


def main() -> None:
    """Prepare, tell who can sign in, and serve where asked to."""
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    call_command("migrate", verbosity=0)
    call_command("load_demo", if_empty=True)
    _catch_up()
    call_command("demo_accounts")
    connections.close_all()
    gc.set_threshold(*usual)
    if sys.argv[1:] == ["serve"]:
        _serve(os.environ["HOST"], int(os.environ["PORT"]))


def _catch_up() -> None:
    """Index and notify of everything recorded; what a service keeps from it is done later."""
    told = False

    def tell(left: int) -> None:
        nonlocal told
        if left or told:
            print(f"\rindex and messages: {left} left ", end="" if left else "\n", flush=True)
        told = True

    try:
        run_until_caught_up(progress=tell)
    except NotCaughtUpError as error:
        print(f"\nindex and messages wait: {error}", file=sys.stderr)


def _serve(host: str, port: int) -> None:
    address = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - told, not bound
    print(f"\n  http://{address}:{port}/   (Ctrl-C stops)\n", flush=True)
    uvicorn.run(
        "marketplace.asgi:application",
        host=host,
        port=port,
        lifespan="on",
        server_header=False,
        log_level="warning",
        ws_max_size=65_536,
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
