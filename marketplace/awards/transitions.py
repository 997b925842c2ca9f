"""The machines of a notice (公示), an objection (异议), a report (举报), a succession (递补)."""

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
        row(
            "supersede",
            "settled",
            target="superseded",
            who="approver",
            label=_("show a supplementary result"),
        ),
        row(
            "restore",
            "superseded",
            target="settled",
            who="decider",
            label=_("cancel the supplementary result"),
        ),
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

SUCCESSION = Machine(
    "succession",
    (
        row(
            "ask",
            "named",
            target="asked",
            who="approver",
            label=_("ask whether it stands by its bid"),
        ),
        row("withdraw", "named", target="withdrawn", who="officer", label=_("withdraw the naming")),
        row("stand", "asked", target="stood", who="firm", label=_("stand by the bid")),
        row(
            "decline",
            "asked",
            target="declined",
            who="firm",
            label=pgettext_lazy("succession", "decline"),
        ),
        row(
            "lapse",
            "asked",
            target="lapsed",
            who="clock",
            label=pgettext_lazy("succession", "let lapse"),
        ),
        row(
            "pass_over",
            "named asked stood",
            target="passed_over",
            who="approver",
            label=_("pass over for a condition that is not met"),
        ),
    ),
)
