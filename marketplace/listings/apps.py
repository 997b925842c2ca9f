"""The listings app."""

from django.apps import AppConfig

from marketplace.listings.entry_kinds import ENTRY_KINDS


class ListingsConfig(AppConfig):
    """Demands and capabilities: content, lifecycle, approvals, gates."""

    name = "marketplace.listings"

    def ready(self) -> None:
        """Register entry kinds, the end of the approvals, and who is merged with an owner."""
        from django.db.models.signals import post_migrate
        from wagtail.signals import (
            task_approved,
            task_submitted,
            workflow_rejected,
        )

        from marketplace.files import access
        from marketplace.journal import clock_jobs, kinds, triggers
        from marketplace.listings import (
            actions,
            closing,
            defaults,
            notices,
            permissions,
            publication,
            question_notices,
            quiet,
            sheets,
        )
        from marketplace.listings.finish import approvals_finished
        from marketplace.listings.models import (
            Addendum,
            CapabilityAttachment,
            DemandAttachment,
            StampedSheet,
        )
        from marketplace.notifications import kinds as notice_kinds
        from marketplace.organisations import merging

        kinds.register(*ENTRY_KINDS)
        approvals_finished.connect(publication.on_approvals_finished)
        task_submitted.connect(publication.on_step_started)
        task_approved.connect(publication.on_step_approved)
        workflow_rejected.connect(publication.on_workflow_rejected)
        quiet.keep_quiet()
        triggers.keep_rows(Addendum)
        notice_kinds.register(*notices.kinds(), *question_notices.KINDS)
        merging.register(actions.merge_owner)
        access.register(DemandAttachment, permissions.may_read_attachment)
        access.register(CapabilityAttachment, permissions.may_read_attachment)
        access.register(StampedSheet, sheets.may_read_scan)
        clock_jobs.every(seconds=5, name="publish_due")(publication.publish_on_time)
        clock_jobs.every(seconds=1, name="watch_deadlines")(closing.watch_deadlines)
        post_migrate.connect(defaults.create_default_approvals, sender=self)
