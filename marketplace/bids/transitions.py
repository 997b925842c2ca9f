"""The machines of an envelope and of an opening."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

BID = Machine(
    "bid",
    (
        row(
            "submit",
            "drafted withdrawn",
            target="sealed",
            who="bidder",
            label=pgettext_lazy("bid", "submit and seal"),
        ),
        row(
            "replace",
            "sealed",
            target="sealed",
            who="bidder",
            label=pgettext_lazy("bid", "replace"),
        ),
        row(
            "withdraw",
            "sealed",
            target="withdrawn",
            who="bidder",
            label=pgettext_lazy("bid", "withdraw"),
        ),
        row(
            "destroy",
            "sealed",
            target="destroyed",
            who="portal",
            label=pgettext_lazy("bid", "destroy unopened"),
        ),
        row("open", "sealed", target="opened", who="openers", label=pgettext_lazy("bid", "open")),
    ),
)

OPENING = Machine(
    "opening",
    (
        row("finish", "running", target="finished", who="openers", label=_("finish the opening")),
        row("give_up", "running", target="too_few", who="portal", label=_("find too few bids")),
    ),
)
