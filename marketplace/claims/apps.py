"""The claims app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Applications of firms for demands."""

    name = "marketplace.claims"

    def ready(self) -> None:
        """Register entries, notices, files, and what follows the clock and the journal."""
        from marketplace.claims import (  # noqa: F401 - importing registers
            answer_notices,
            demand_notices,
            draft_notices,
            live,
            prompts,
            relisting,
        )
        from marketplace.claims.ending import end_claim
        from marketplace.claims.models import DraftFile, StampedReceipt, VersionFile
        from marketplace.claims.notices import KINDS
        from marketplace.claims.reading import may_read_draft_file, may_read_version_file
        from marketplace.cooperations import ending
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
            "claim_ended",
            "claim_receipt_attached",
            "partner_invited",
            "partner_joined",
            "partner_refused",
            "partner_removed",
            "claim_details_asked",
            "claim_answer_reminded",
            "claim_overdue",
            "claim_noted",
            "meeting_proposed",
            "meeting_accepted",
            "meeting_declined",
            "meeting_cancelled",
            "demand_relisted",
        )
        notices.register(*KINDS, *answer_notices.KINDS, *demand_notices.KINDS, *draft_notices.KINDS)
        access.register(DraftFile, may_read_draft_file)
        access.register(VersionFile, may_read_version_file)
        access.register(StampedReceipt, may_read_version_file)
        ending.register(end_claim)
        live.register()
