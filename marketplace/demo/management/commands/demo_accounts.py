"""Print the demo accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.accounts.models import User
from marketplace.demo.people import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    """Prints the accounts that the demo made, and their password."""

    help = "Print the demo accounts that exist here."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print a line an account."""
        known = set(User.objects.values_list("email", flat=True))
        for account in ACCOUNTS:
            if account.email in known:
                self.stdout.write(f"{account.email:<24} {PASSWORD}  {account.title}")
