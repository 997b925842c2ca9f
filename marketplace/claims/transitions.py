"""The machines of a claim once it was submitted, and of a partner who is asked to join."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

_CHANGE, _CONFIRM = _("change the application"), _("confirm the application")

CLAIM = Machine(
    "claim",
    (
        row(
            "accept",
            "submitted",
            target="accepted",
            who="officer",
            label=pgettext_lazy("application", "accept"),
        ),
        row(
            "decline",
            "submitted",
            target="declined",
            who="officer",
            label=pgettext_lazy("application", "decline"),
        ),
        row("change", "submitted", target="submitted", who="firm", label=_CHANGE),
        row("confirm", "submitted", target="submitted", who="firm", label=_CONFIRM),
        row(
            "withdraw",
            "submitted",
            target="withdrawn",
            who="firm",
            label=_("withdraw the application"),
        ),
    ),
)

PARTNER = Machine(
    "partner",
    (
        row("invite", "refused removed", target="invited", who="lead", label=_("invite again")),
        row("join", "invited", target="joined", who="partner", label=_("take part")),
        row("refuse", "invited", target="refused", who="partner", label=_("do not take part")),
        row("remove", "invited joined refused", target="removed", who="lead", label=_("remove")),
    ),
)
