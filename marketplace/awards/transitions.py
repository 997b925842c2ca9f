"""The machines of a result's notice (公示), an objection (异议) and a report (举报)."""

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

REPORT = Machine(
    "report",
    (
        row(
            "take",
            "filed",
            target="taken",
            who="supervisor",
            label=pgettext_lazy("report", "take up"),
        ),
        row(
            "answer",
            "taken",
            target="answered",
            who="supervisor",
            label=pgettext_lazy("report", "answer"),
        ),
        row(
            "close",
            "filed taken",
            target="closed",
            who="supervisor",
            label=pgettext_lazy("report", "close without an examination"),
        ),
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
