"""The bids app."""

from django.apps import AppConfig


class BidsConfig(AppConfig):
    """Sealed bids for challenges, and their opening."""

    name = "marketplace.bids"

    def ready(self) -> None:
        """Register entries, notices, and what follows the clock and the journal."""
        from marketplace.bids import beats  # noqa: F401 - importing registers
        from marketplace.bids.notices import KINDS
        from marketplace.bids.steps_due import steps_due
        from marketplace.challenges import dues
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices

        entries.register(
            "envelope_kept",
            "opening_attempted",
            "bid_opened",
            "bids_opened",
            "openers_named",
            "opener_ready",
            "opener_replaced",
            "share_rehearsed",
            "share_handed",
        )
        notices.register(*KINDS)
        dues.register(steps_due)
