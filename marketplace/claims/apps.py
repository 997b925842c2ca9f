"""The claims app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Applications of firms for demands."""

    name = "marketplace.claims"

    def ready(self) -> None:
        """Register what the app writes to the journal, and whom that tells what."""
        from marketplace.claims import demand_notices, draft_notices
        from marketplace.claims.models import DraftFile, StampedReceipt, VersionFile
        from marketplace.claims.notices import KINDS
        from marketplace.claims.reading import may_read_draft_file, may_read_version_file
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices

        entries.register(
            "claim_submitted",
            "claim_changed",
            "claim_confirmed",
            "claim_accepted",
            "claim_declined",
            "claim_withdrawn",
            "claim_receipt_attached",
            "partner_invited",
            "partner_joined",
            "partner_refused",
            "partner_removed",
        )
        notices.register(*KINDS, *demand_notices.KINDS, *draft_notices.KINDS)
        access.register(DraftFile, may_read_draft_file)
        access.register(VersionFile, may_read_version_file)
        access.register(StampedReceipt, may_read_version_file)
