"""The machines of a co-operation and of a request for an opened resource."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

COOPERATION = Machine(
    "cooperation",
    (
        row("contact", "opened", target="contacted", who="both", label=_("confirm contact")),
        row("talk", "contacted", target="talking", who="side", label=_("begin talks")),
        row("agree", "talking", target="agreed", who="owner", label=_("enter the agreement")),
        row("deliver", "agreed", target="delivered", who="both", label=_("confirm the delivery")),
        row(
            "accept",
            "delivered",
            target="accepted",
            who="owner",
            label=pgettext_lazy("co-operation", "accept the result"),
        ),
        row("rate", "accepted", target="rated", who="both", label=_("rate the other side")),
        row(
            "end",
            "opened contacted talking agreed delivered",
            target="ended",
            who="side",
            label=_("end the co-operation"),
        ),
    ),
)

RESOURCE_REQUEST = Machine(
    "resource request",
    (
        row("grant", "asked", target="granted", who="owner", label=_("grant")),
        row("refuse", "asked", target="refused", who="owner", label=_("refuse")),
        row("use", "granted", target="used", who="provider", label=_("note as used")),
    ),
)
