"""The states of a subscription as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.core.transitions import Machine, row

SUBSCRIPTION = Machine(
    "subscription",
    (
        row(
            "pause",
            "active",
            target="paused",
            who="subscriber",
            label=_("Pause"),
        ),
        row(
            "resume",
            "paused",
            target="active",
            who="subscriber",
            label=_("Resume"),
        ),
    ),
)
