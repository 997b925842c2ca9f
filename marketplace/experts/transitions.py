"""How a person comes into the pool of experts, rests, and leaves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

EXPERT = Machine(
    "expert",
    (
        row("accept", "applied", target="active", who="staff", label=_("take into the pool")),
        row("decline", "applied", target="declined", who="staff", label=_("decline the person")),
        row("reapply", "declined", target="applied", who="expert", label=_("apply again")),
        row("pause", "active", target="paused", who="expert", label=_("rest for a while")),
        row("suspend", "active paused", target="suspended", who="staff", label=_("suspend")),
        row("resume", "paused", target="active", who="expert", label=_("come back")),
        row("reinstate", "suspended", target="active", who="staff", label=_("reinstate")),
        row(
            "leave",
            "applied active declined paused suspended",
            target="left",
            who="expert",
            label=pgettext_lazy("pool of experts", "leave the pool"),
        ),
    ),
)
