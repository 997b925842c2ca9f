"""The machines of an envelope, an opening, a formal check, and a partner of a consortium."""

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

FORMAL_CHECK = Machine(
    "formal check",
    (
        row(
            "write_deficits",
            "open",
            target="curing",
            who="officer",
            label=_("ask for what is missing"),
        ),
        row("cure", "curing", target="cured", who="bidder", label=_("send what was missing")),
        row("admit", "open curing cured", target="admitted", who="officer", label=_("admit")),
        row(
            "propose",
            "open curing cured",
            target="proposed",
            who="officer",
            label=_("propose not to admit"),
        ),
        row(
            "turn_down",
            "proposed",
            target="open",
            who="another",
            label=_("turn the proposal down"),
        ),
        row("exclude", "proposed", target="excluded", who="another", label=_("do not admit")),
    ),
)

PARTNER = Machine(
    "partner",
    (
        row(
            "confirm",
            "asked declined",
            target="confirmed",
            who="partner",
            label=pgettext_lazy("partner", "confirm"),
        ),
        row(
            "decline",
            "asked confirmed",
            target="declined",
            who="partner",
            label=pgettext_lazy("partner", "decline"),
        ),
    ),
)
