"""The challenges app."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges from the collecting of needs to the opening of bids."""

    name = "marketplace.challenges"

    def ready(self) -> None:
        """Register entries, defaults, and what follows the journal."""
        from django.db.models.signals import post_migrate, pre_migrate

        from marketplace.challenges import (
            consumers,  # noqa: F401 - importing registers
            defaults,
            dues,
            needs,
            places,
            relisting,  # noqa: F401 - importing registers
            reminding,  # noqa: F401 - importing registers
            timeline,
            triggers,
        )
        from marketplace.challenges.entry_kinds import ENTRY_KINDS
        from marketplace.challenges.links import challenge_link
        from marketplace.challenges.models import TemplateDocument
        from marketplace.challenges.notices import KINDS
        from marketplace.challenges.steps_due import steps_due
        from marketplace.challenges.templates import may_read_template
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers as kept
        from marketplace.listings import links, publication_checks
        from marketplace.notifications import kinds as notices

        entries.register(*ENTRY_KINDS)
        notices.register(*KINDS)
        access.register(TemplateDocument, may_read_template)
        dues.register(steps_due)
        places.register(places.public_place)
        timeline.register(timeline.of_challenge, timeline.WORDS)
        links.register(challenge_link)
        publication_checks.register(needs.problems_of_listing)
        post_migrate.connect(defaults.create_defaults, sender=self)
        pre_migrate.connect(triggers.let_tables_be_remade, sender=self)
        kept.stand_aside(drop=triggers.drop, create=triggers.create)
        post_migrate.connect(triggers.keep_rules_fixed, sender=self)
