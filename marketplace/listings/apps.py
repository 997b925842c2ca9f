"""The listings app."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """Demands and capabilities: content, lifecycle, approvals, gates."""

    name = "marketplace.listings"

    def ready(self) -> None:
        """Register entry kinds, the end of the approvals, and who is merged with an owner."""
        from wagtail.signals import (
            task_approved,
            task_submitted,
            workflow_rejected,
        )

        from marketplace.journal import kinds
        from marketplace.listings import publication
        from marketplace.listings.finish import approvals_finished

        verbs = (
            "submitted recalled step_opened step_approved returned scheduled published revised "
            "withdrawn confirmed batched reassigned"
        )
        kinds.register(
            *(f"{key}_{verb}" for key in ("demand", "capability") for verb in verbs.split())
        )
        approvals_finished.connect(publication.on_approvals_finished)
        task_submitted.connect(publication.on_step_started)
        task_approved.connect(publication.on_step_approved)
        workflow_rejected.connect(publication.on_workflow_rejected)
