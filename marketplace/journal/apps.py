"""The journal app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    """Facts in order: entries, links, consumers."""

    name = "marketplace.journal"

    def ready(self) -> None:
        """Keep the journal insert-only in the database, and what other rooms register."""
        from marketplace.journal import triggers

        post_migrate.connect(triggers.install_after_migrate, sender=self)
