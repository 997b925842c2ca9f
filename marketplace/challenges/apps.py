"""The challenges app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges from the collecting of needs to the opening of bids."""

    name = "marketplace.challenges"

    def ready(self) -> None:
        """Register entries, defaults, and what follows the journal."""
        from django.db.models.signals import post_migrate

        from marketplace.challenges import consumers, defaults  # noqa: F401 - importing registers
        from marketplace.journal import kinds as entries

        entries.register(
            "challenge_published",
            "challenge_closed",
            "challenge_opened",
            "challenge_failed",
            "challenge_terminated",
            "challenge_withdrawn",
        )
        post_migrate.connect(defaults.create_defaults, sender=self)
