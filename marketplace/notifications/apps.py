"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Rows that tell one person one thing, and the socket that hints at them."""

    name = "marketplace.notifications"

    def ready(self) -> None:
        """Let the dispatcher follow the journal, and register what the app writes and its jobs."""
        from marketplace.journal import kinds as entries
        from marketplace.notifications import actions, digests, dispatcher, sending  # noqa: F401

        entries.register(actions.CHANGED)
