"""`manage.py flush`: empties the database, the journal included."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from marketplace.journal import triggers


class Command(flush.Command):
    """Django's flush, for which alone the insert-only tables open."""

    def handle(self, **options: Any) -> None:
        """Remove the triggers, flush, and put the triggers back."""
        with triggers.none_of(connections[options["database"]]):
            super().handle(**options)
