"""The claims app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Applications of firms for demands."""

    name = "marketplace.claims"

    def ready(self) -> None:
        """Register what the app writes to the journal, and whom that tells what."""
        from marketplace.claims import demand_notices
        from marketplace.claims.notices import KINDS
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices

        entries.register("claim_submitted", "claim_accepted", "claim_declined", "claim_withdrawn")
        notices.register(*KINDS, *demand_notices.KINDS)
