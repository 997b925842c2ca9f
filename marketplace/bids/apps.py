"""The bids app."""

from django.apps import AppConfig


class BidsConfig(AppConfig):
    """Sealed bids for challenges, and their opening."""

    name = "marketplace.bids"

    def ready(self) -> None:
        """Register entries, and what follows the clock and the journal."""
        from marketplace.bids import beats  # noqa: F401 - importing registers
        from marketplace.journal import kinds as entries

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
