"""The organisations app."""

from django.apps import AppConfig

from marketplace.journal import kinds


class OrganisationsConfig(AppConfig):
    """Organisations, their units, people, verification and credit facts."""

    name = "marketplace.organisations"

    def ready(self) -> None:
        """Make the kinds of entries known, whom they tell what, and who verifies at first."""
        from django.db.models.signals import post_migrate

        from marketplace.notifications import audience
        from marketplace.notifications import kinds as notice_kinds
        from marketplace.organisations import defaults, notices
        from marketplace.organisations.models import Membership

        kinds.register(
            "organisation_registered",
            "organisation_changed",
            "organisation_verified",
            "organisation_unverified",
            "organisation_refused",
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
        audience.register(Membership.objects.all)
        notice_kinds.register(*notices.KINDS)
        post_migrate.connect(defaults.create_verifiers, sender=self)
