"""The subscriptions app."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """Saved searches, and everything that fits an own listing."""

    name = "marketplace.subscriptions"

    def ready(self) -> None:
        """Register what the app writes to the journal, what that tells whom, and its jobs."""
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices
        from marketplace.subscriptions import digests  # noqa: F401 - importing registers
        from marketplace.subscriptions.notices import KINDS

        entries.register(
            "subscription_saved",
            "subscription_changed",
            "subscription_paused",
            "subscription_resumed",
            "subscription_deleted",
            "alert_raised",
            "digest_collected",
        )
        notices.register(*KINDS)
