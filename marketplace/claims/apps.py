"""The claims app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Applications of firms for demands."""

    name = "marketplace.claims"

    def ready(self) -> None:
        """Register what the app writes to the journal."""
        from marketplace.journal import kinds

        kinds.register("claim_submitted", "claim_accepted", "claim_declined", "claim_withdrawn")
