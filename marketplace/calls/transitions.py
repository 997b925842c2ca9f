"""The machines of a call (a round among bodies, or an open one), of a reply and of a proposal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

CALL = Machine(
    "call",
    (
        row("open", "drafted", target="open", who="runner", label=_("open the call")),
        row("extend", "open", target="open", who="runner", label=_("extend the due time")),
        row("close", "open", target="closed", who="runner", label=_("close the call")),
        row("discard", "drafted", target="discarded", who="runner", label=_("discard the draft")),
    ),
)

REPLY = Machine(
    "reply",
    (
        row("answer", "waiting", target="answered", who="body", label=_("send the reply")),
        row("say_none", "waiting", target="none", who="body", label=_("reply that there is none")),
        row(
            "take_back",
            "answered none",
            target="waiting",
            who="body",
            label=pgettext_lazy("reply", "take back"),
        ),
    ),
)

PROPOSAL = Machine(
    "proposal",
    (
        row(
            "adopt",
            "submitted",
            target="adopted",
            who="department",
            label=pgettext_lazy("proposal", "adopt"),
        ),
        row(
            "decline",
            "submitted",
            target="declined",
            who="department",
            label=pgettext_lazy("proposal", "decline"),
        ),
        row(
            "withdraw",
            "submitted",
            target="withdrawn",
            who="proposer",
            label=pgettext_lazy("proposal", "withdraw"),
        ),
    ),
)
