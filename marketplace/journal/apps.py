"""The journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Facts in order: entries, links, consumers."""

    name = "marketplace.journal"
