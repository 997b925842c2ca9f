"""The two machines of a listing: its public life, and the version in work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.core.transitions import Machine, row

LIFE = Machine(
    "public life",
    (
        row("publish", "unpublished live", target="live", who="portal", label=_("publish")),
        row("withdraw", "live", target="withdrawn", who="owner portal", label=_("withdraw")),
    ),
)

REVIEW = Machine(
    "version in work",
    (
        row(
            "save",
            "editing returned settled",
            target="editing",
            who="author",
            label=_("save the draft"),
        ),
        row("submit", "editing returned", target="submitted", who="author", label=_("submit")),
        row("recall", "submitted scheduled", target="editing", who="author", label=_("take back")),
        row("return", "submitted scheduled", target="returned", who="reviewer", label=_("return")),
        row("schedule", "submitted", target="scheduled", who="portal", label=_("schedule")),
        row(
            "publish",
            "editing submitted scheduled",
            target="settled",
            who="portal",
            label=_("publish"),
        ),
    ),
)
