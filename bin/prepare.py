"""Brings the database up to date, loads the demo where there is none, and tells who can sign in."""

import django
from django.core.management import call_command


def main() -> None:
    """Run the three commands in one process: Django starts once, so a second start is quick."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo", if_empty=True)
    call_command("demo_accounts")


if __name__ == "__main__":
    main()
