"""The machines of a task agreement (任务书) and of a signed copy of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

AGREEMENT = Machine(
    "agreement",
    (
        row("offer", "drafted", target="offered", who="officer", label=_("offer to the firm")),
        row("hand_back", "offered", target="drafted", who="firm", label=_("return with words")),
        row(
            "take_back",
            "offered agreed",
            target="drafted",
            who="officer",
            label=pgettext_lazy("agreement", "take back for changes"),
        ),
        row(
            "agree",
            "offered",
            target="agreed",
            who="firm",
            label=pgettext_lazy("agreement", "agree"),
        ),
        row(
            "sign",
            "agreed",
            target="signed",
            who="both",
            label=pgettext_lazy("agreement", "sign"),
        ),
        row(
            "end",
            "drafted offered agreed",
            target="ended",
            who="officer",
            label=_("end without an agreement"),
        ),
    ),
)

SIGNED_COPY = Machine(
    "signed copy",
    (
        row(
            "confirm",
            "sent",
            target="confirmed",
            who="other",
            label=pgettext_lazy("signed copy", "confirm"),
        ),
        row(
            "reject",
            "sent",
            target="rejected",
            who="other",
            label=pgettext_lazy("signed copy", "reject"),
        ),
        row(
            "replace",
            "sent",
            target="replaced",
            who="own",
            label=pgettext_lazy("signed copy", "replace"),
        ),
    ),
)
