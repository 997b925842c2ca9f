"""How a request to take over a placeholder moves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.core.transitions import Machine, row

TAKEOVER = Machine(
    "takeover",
    (
        row(
            "confirm", "submitted", target="confirmed", who="staff", label=_("Confirm the takeover")
        ),
        row(
            "decline", "submitted", target="declined", who="staff", label=_("Decline the takeover")
        ),
        row("withdraw", "submitted", target="withdrawn", who="claimant", label=_("Take back")),
    ),
)
