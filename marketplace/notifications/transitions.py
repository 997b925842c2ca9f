"""The states of a delivery as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.core.transitions import Machine, row

DELIVERY = Machine(
    "delivery",
    (
        row("send", "waiting", target="sending", who="portal", label=_("Send")),
        row("finish", "sending", target="sent", who="portal", label=_("Note as sent")),
        row("put_off", "sending", target="waiting", who="portal", label=_("Try later")),
        row("give_up", "sending", target="failed", who="portal", label=_("Give up")),
        row("suppress", "sending", target="suppressed", who="portal", label=_("Do not send")),
    ),
)
