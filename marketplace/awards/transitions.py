"""The machines of a result's notice (公示) and of an objection to it (异议)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

NOTICE = Machine(
    "result notice",
    (
        row("show", "drafted", target="shown", who="approver", label=_("show the notice")),
        row("discard", "drafted", target="discarded", who="officer", label=_("discard the draft")),
        row("cancel", "shown", target="cancelled", who="decider", label=_("cancel the notice")),
        row("settle", "shown", target="settled", who="approver", label=_("make the award final")),
    ),
)

OBJECTION = Machine(
    "objection",
    (
        row(
            "withdraw",
            "filed",
            target="withdrawn",
            who="objector",
            label=pgettext_lazy("objection", "withdraw"),
        ),
        row(
            "reject",
            "filed",
            target="rejected",
            who="decider",
            label=pgettext_lazy("objection", "reject"),
        ),
        row(
            "uphold",
            "filed",
            target="upheld",
            who="decider",
            label=pgettext_lazy("objection", "uphold"),
        ),
    ),
)
