"""How a synonym moves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.core.transitions import Machine, row

SYNONYM = Machine(
    "synonym",
    (
        row("revise", "proposed", target="proposed", who="editor", label=_("Change")),
        row("approve", "proposed", target="approved", who="another editor", label=_("Approve")),
        row("reject", "proposed", target="rejected", who="editor", label=_("Reject")),
        row("retire", "approved", target="retired", who="editor", label=_("Retire")),
    ),
)
