"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Rows that tell one person one thing, and the socket that hints at them."""

    name = "marketplace.notifications"

    def ready(self) -> None:
        """Let the dispatcher follow the journal."""
        from marketplace.notifications import dispatcher  # noqa: F401
