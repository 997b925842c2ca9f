"""The matches app."""

from django.apps import AppConfig


class MatchesConfig(AppConfig):
    """Recorded matches and what people did with them."""

    name = "marketplace.matches"

    def ready(self) -> None:
        """Register what the app writes to the journal, and whom that tells what."""
        from marketplace.journal import kinds as entries
        from marketplace.matches.notices import KINDS
        from marketplace.notifications import kinds as notices

        entries.register(
            "shortlist_computed",
            "shortlist_extended",
            "match_seen",
            "match_confirmed",
            "match_contacted",
            "match_dismissed",
            "match_restored",
            "match_claimed",
            "invitation_sent",
            "invitation_accepted",
            "invitation_declined",
            "invitation_answered",
            "organisation_muted",
            "organisation_unmuted",
        )
        notices.register(*KINDS)
