"""The one panel of a listing's page in the admin: the version, to be read and not written."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from marketplace.listings.actions import present_problems
from marketplace.listings.comparing import differences, written
from marketplace.listings.labels import label_of
from marketplace.listings.models.approvals import steps_of
from marketplace.listings.sheets import version_digest


class VersionPanel(Panel):
    """Shows the version that waits, else the latest: fields, changes, problems, steps so far."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one listing."""

        template_name = "listings/admin/version_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return what the panel draws."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            lifecycle = self.instance.lifecycle
            waits = lifecycle.review == lifecycle.Review.SUBMITTED
            revision = lifecycle.submitted_revision if waits else self.instance.latest_revision
            version = revision.as_object() if revision else self.instance
            live = type(self.instance)._default_manager.get(pk=self.instance.pk)
            problems = present_problems(version, lifecycle) if waits else {}
            context.update(
                listing=self.instance,
                lifecycle=lifecycle,
                version=version,
                revision=revision,
                digest=version_digest(revision) if revision else "",
                fields=written(version),
                changes=differences(live, version) if lifecycle.published_at else [],
                problems=[(label_of(name), texts) for name, texts in problems.items()],
                steps=steps_of(self.instance),
            )
            return context
