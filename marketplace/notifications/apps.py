"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Rows that tell one person one thing, and the socket that hints at them."""

    name = "marketplace.notifications"

    def ready(self) -> None:
        """Let the dispatcher, topics and jobs follow, and sockets the ends of sessions."""
        from marketplace.journal import kinds as entries
        from marketplace.notifications import (  # noqa: F401
            actions,
            bouncing,
            digests,
            dispatcher,
            endings,
            kinds,
            notices,
            proving,
            pruning,
            sending,
            topic_changes,
        )

        entries.register(actions.CHANGED, bouncing.BOUNCED)
        entries.register(proving.ASKED, proving.PROVED, proving.REMOVED, proving.TAKEN)
        kinds.register(*notices.KINDS)
        endings.watch()
