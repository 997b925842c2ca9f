"""The agreements app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Task agreements between owners and awarded firms."""

    name = "marketplace.agreements"

    def ready(self) -> None:
        """Register entries, defaults, what follows the journal, and what stands for ever."""
        from django.db.models.signals import post_migrate

        from marketplace.agreements import (
            consumers,  # noqa: F401 - importing registers
            defaults,
        )
        from marketplace.agreements.models import AgreementVersion, Turn
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers

        entries.register("agreement_drafted")
        triggers.keep_rows(AgreementVersion, Turn)
        post_migrate.connect(defaults.create_defaults, sender=self)
