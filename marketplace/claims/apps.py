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
            drafter_notices,
            live,
            mandate_notices,
            mandates,
            prompts,
            relisting,
        )
        from marketplace.claims.ending import end_claim
        from marketplace.claims.entry_kinds import ENTRY_KINDS
        from marketplace.claims.models import (
            Claim,
            ClaimVersion,
            DraftFile,
            StampedReceipt,
            VersionFile,
        )
        from marketplace.claims.notices import KINDS
        from marketplace.claims.reading import may_read_draft_file, may_read_version_file
        from marketplace.cooperations import ending
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices

        entries.register(*ENTRY_KINDS)
        notices.register(*KINDS, *answer_notices.KINDS, *demand_notices.KINDS)
        notices.register(*draft_notices.KINDS, *drafter_notices.KINDS, *mandate_notices.KINDS)
        access.register(DraftFile, may_read_draft_file)
        access.register(VersionFile, may_read_version_file)
        access.register(StampedReceipt, may_read_version_file)
        triggers.keep_rows(ClaimVersion, VersionFile, StampedReceipt)
        triggers.keep_fields(Claim, "receipt", "demand", "firm", "timeline")
        ending.register(end_claim)
        live.register()
