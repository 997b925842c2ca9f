"""The machine of a challenge: seven steps and the side exits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

CHALLENGE = Machine(
    "challenge",
    (
        row(
            "hand_in",
            "drafted",
            target="arguing",
            who="author",
            label=_("hand in for the fitness check"),
        ),
        row(
            "take_back",
            "arguing argued",
            target="drafted",
            who="author",
            label=pgettext_lazy("challenge", "take back for changes"),
        ),
        row(
            "hand_back",
            "arguing",
            target="drafted",
            who="reviewers",
            label=_("return for changes"),
        ),
        row("pass", "arguing", target="argued", who="reviewers", label=_("pass the fitness check")),
        row(
            "argue_down",
            "arguing",
            target="argued_down",
            who="reviewers",
            label=_("reject as unfit"),
        ),
        row(
            "publish",
            "argued",
            target="published",
            who="portal",
            label=pgettext_lazy("challenge", "publish"),
        ),
        row(
            "close",
            "published",
            target="closed",
            who="clock",
            label=pgettext_lazy("challenge", "close and seal"),
        ),
        row("open", "closed", target="opened", who="openers", label=_("open the bids")),
        row("announce", "opened", target="noticed", who="approver", label=_("show the result")),
        row("reopen", "noticed", target="opened", who="decider", label=_("go back to the bids")),
        row("award", "noticed", target="awarded", who="approver", label=_("award")),
        row(
            "deliver",
            "awarded examining",
            target="delivering",
            who="portal",
            label=_("begin the delivery"),
        ),
        row(
            "examine",
            "delivering",
            target="examining",
            who="portal",
            label=_("begin the acceptance"),
        ),
        row(
            "complete",
            "delivering examining",
            target="completed",
            who="portal",
            label=pgettext_lazy("challenge", "complete"),
        ),
        row(
            "supplement",
            "awarded delivering examining",
            target="noticed",
            who="approver",
            label=_("show the supplementary result"),
        ),
        row(
            "fall_back",
            "noticed",
            target="awarded",
            who="decider",
            label=_("go back to the award that came to nothing"),
        ),
        row(
            "fall_through",
            "awarded delivering examining",
            target="failed",
            who="owner",
            label=_("end after an award that came to nothing"),
        ),
        row("fail", "closed opened", target="failed", who="owner", label=_("end without a result")),
        row(
            "terminate",
            "published closed opened noticed",
            target="terminated",
            who="owner",
            label=_("terminate the challenge"),
        ),
        row(
            "withdraw",
            "drafted arguing argued",
            target="withdrawn",
            who="author",
            label=_("withdraw before publication"),
        ),
    ),
)
