"""The machine of a claim: how it ends once it was submitted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

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
        row(
            "withdraw",
            "submitted",
            target="withdrawn",
            who="firm",
            label=_("withdraw the application"),
        ),
    ),
)
