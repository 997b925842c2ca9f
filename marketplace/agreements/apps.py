"""The agreements app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Task agreements between owners and awarded firms."""

    name = "marketplace.agreements"

    def ready(self) -> None:
        """Register entries, messages, defaults, what follows the journal, and what stands."""
        from django.db.models.signals import post_migrate

        from marketplace.agreements import (
            consumers,  # noqa: F401 - importing registers
            defaults,
            due,  # noqa: F401 - importing registers
            live,
            signing_due,  # noqa: F401 - importing registers
        )
        from marketplace.agreements.entry_kinds import ENTRY_KINDS
        from marketplace.agreements.models import AgreementVersion, Rendering, SignedCopy, Turn
        from marketplace.agreements.notices import KINDS
        from marketplace.agreements.outcomes import own_agreements
        from marketplace.agreements.permissions import may_read_copy
        from marketplace.agreements.places import places_of_agreements
        from marketplace.agreements.reading import may_read_rendering
        from marketplace.agreements.steps_due import steps_due
        from marketplace.agreements.vacant import places_lost
        from marketplace.awards import vacancies
        from marketplace.bids import outcomes
        from marketplace.challenges import dues, places
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices

        entries.register(*ENTRY_KINDS)
        notices.register(*KINDS)
        live.register()
        outcomes.register(own_agreements)
        dues.register(steps_due)
        vacancies.register(places_lost)
        places.register(places_of_agreements)
        access.register(SignedCopy, may_read_copy)
        access.register(Rendering, may_read_rendering)
        triggers.keep_rows(AgreementVersion, Turn, Rendering)
        post_migrate.connect(defaults.create_defaults, sender=self)
