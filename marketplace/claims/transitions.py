"""The machines of a claim, a partner who is asked to join, a mandate and a meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

_CHANGE, _CONFIRM = _("change the application"), _("confirm the application")

CLAIM = Machine(
    "claim",
    (
        row(
            "accept",
            "submitted",
            target="accepted",
            who="officer",
            label=pgettext_lazy("application", "accept"),
        ),
        row(
            "decline",
            "submitted",
            target="declined",
            who="officer",
            label=pgettext_lazy("application", "decline"),
        ),
        row("change", "submitted", target="submitted", who="firm", label=_CHANGE),
        row("confirm", "submitted", target="submitted", who="firm", label=_CONFIRM),
        row(
            "ask",
            "submitted",
            target="submitted",
            who="officer",
            label=_("ask for details"),
        ),
        row(
            "withdraw",
            "submitted",
            target="withdrawn",
            who="firm",
            label=_("withdraw the application"),
        ),
        row("end", "accepted", target="ended", who="side", label=_("end the co-operation")),
    ),
)

PARTNER = Machine(
    "partner",
    (
        row("invite", "refused removed", target="invited", who="lead", label=_("invite again")),
        row("join", "invited", target="joined", who="partner", label=_("take part")),
        row("refuse", "invited", target="refused", who="partner", label=_("do not take part")),
        row("remove", "invited joined refused", target="removed", who="lead", label=_("remove")),
    ),
)

MANDATE = Machine(
    "mandate",
    (
        row("give", "given withdrawn ended", target="given", who="owner", label=_("allow")),
        row("withdraw", "given", target="withdrawn", who="owner", label=_("no longer allow")),
        row("end", "given", target="ended", who="clock", label=_("run out")),
    ),
)

MEETING = Machine(
    "meeting",
    (
        row(
            "accept",
            "proposed",
            target="accepted",
            who="firm",
            label=pgettext_lazy("meeting", "accept"),
        ),
        row(
            "decline",
            "proposed",
            target="declined",
            who="firm",
            label=pgettext_lazy("meeting", "decline"),
        ),
        row(
            "cancel",
            "proposed accepted",
            target="cancelled",
            who="officer",
            label=pgettext_lazy("meeting", "cancel"),
        ),
    ),
)
