"""The experts app."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """The pool of experts, its draw and its rules of recusal."""

    name = "marketplace.experts"

    def ready(self) -> None:
        """Make entries and notices known, and who keeps the pool at first."""
        from django.db.models.signals import post_migrate

        from marketplace.experts import defaults
        from marketplace.experts.notices import KINDS
        from marketplace.journal import kinds as entries
        from marketplace.notifications import kinds as notices

        entries.register(
            "expert_applied",
            "expert_imported",
            "expert_joined",
            "expert_accepted",
            "expert_declined",
            "expert_suspended",
            "expert_reinstated",
            "expert_changed",
            "expert_paused",
            "expert_resumed",
            "expert_left",
        )
        notices.register(*KINDS)
        post_migrate.connect(defaults.create_keepers, sender=self)
