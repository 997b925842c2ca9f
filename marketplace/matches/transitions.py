"""The machines of a match and of an invitation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.core.transitions import Machine, row

MATCH = Machine(
    "match",
    (
        row("see", "suggested", target="seen", who="side", label=_("open the match")),
        row(
            "contact",
            "suggested seen",
            target="contacted",
            who="both",
            label=_("confirm contact from both sides"),
        ),
        row("dismiss", "suggested seen", target="dismissed", who="side", label=_("set aside")),
        row("restore", "dismissed", target="seen", who="dismisser", label=_("take up again")),
        row(
            "claim",
            "suggested seen contacted dismissed",
            target="claimed",
            who="portal",
            label=_("note the application"),
        ),
    ),
)

INVITATION = Machine(
    "invitation",
    (
        row("accept", "sent", target="accepted", who="firm", label=_("accept the invitation")),
        row(
            "decline",
            "sent accepted",
            target="declined",
            who="firm",
            label=_("decline the invitation"),
        ),
        row(
            "answer",
            "sent accepted",
            target="answered",
            who="portal",
            label=_("note the application"),
        ),
    ),
)
