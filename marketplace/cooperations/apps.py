"""The cooperations app."""

from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    """What follows an accepted application."""

    name = "marketplace.cooperations"

    def ready(self) -> None:
        """Register entries, notices, and who reads an agreement's document."""
        from marketplace.cooperations import (
            documents,
            due,  # noqa: F401 - importing registers
            live,
        )
        from marketplace.cooperations.models import AgreementDocument, Cooperation
        from marketplace.cooperations.models.cooperation import CERTIFIED
        from marketplace.cooperations.notices import KINDS
        from marketplace.cooperations.panel import promises_panel
        from marketplace.files import access
        from marketplace.journal import kinds as entries
        from marketplace.journal import triggers
        from marketplace.notifications import kinds as notices
        from marketplace.organisations import panels

        entries.register(
            "cooperation_opened",
            "cooperation_confirmed",
            "cooperation_contacted",
            "cooperation_begun",
            "cooperation_agreed",
            "cooperation_published",
            "cooperation_delivery_stated",
            "cooperation_delivered",
            "cooperation_accepted",
            "cooperation_certified",
            "cooperation_rated",
            "cooperation_ended",
            "resource_requested",
            "resource_granted",
            "resource_refused",
            "resource_used",
            "resource_answer_reminded",
            "resource_overdue",
        )
        triggers.keep_fields(Cooperation, *CERTIFIED, once="certificate")
        notices.register(*KINDS)
        panels.register(promises_panel)
        access.register(AgreementDocument, documents.may_read_document)
        live.register()
