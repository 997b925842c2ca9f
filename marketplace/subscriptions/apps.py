"""The subscriptions app."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """Saved searches, everything that fits an own listing, and what people follow."""

    name = "marketplace.subscriptions"

    def ready(self) -> None:
        """Register what the app writes to the journal, what that tells whom, and its jobs.

        What followers are told of entries that other rooms record is registered here as well.
        """
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices
        from marketplace.organisations import merging, panels
        from marketplace.subscriptions import digests  # noqa: F401 - importing registers
        from marketplace.subscriptions.follow_notices import KINDS as FOLLOWERS_KINDS
        from marketplace.subscriptions.following import merge_follows
        from marketplace.subscriptions.notices import KINDS
        from marketplace.subscriptions.views.follows import panel

        entries.register(
            "subscription_saved",
            "subscription_changed",
            "subscription_paused",
            "subscription_resumed",
            "subscription_deleted",
            "alert_raised",
            "digest_collected",
            "follow_begun",
            "follow_ended",
            "follow_moved",
            "calendar_renewed",
            "calendar_removed",
        )
        notices.register(*KINDS, *FOLLOWERS_KINDS)
        merging.register(merge_follows)
        panels.register(panel)
