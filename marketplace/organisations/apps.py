"""The organisations app."""

from django.apps import AppConfig

from marketplace.journal import kinds


class OrganisationsConfig(AppConfig):
    """Organisations, their units, people, verification and credit facts."""

    name = "marketplace.organisations"

    def ready(self) -> None:
        """Make the kinds of entries known that the actions record."""
        kinds.register(
            "organisation_registered",
            "organisation_changed",
            "organisation_verified",
            "organisation_unverified",
            "organisation_merged",
            "unit_added",
            "unit_changed",
            "member_added",
            "member_changed",
            "member_removed",
            "takeover_asked",
            "takeover_confirmed",
            "takeover_declined",
            "takeover_withdrawn",
        )
