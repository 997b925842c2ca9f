"""The machines of listings: public life, version in work, and a question about a demand."""

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

_WAITS = "asked drafted declining"

QUESTION = Machine(
    "question",
    (
        row(
            "draft",
            _WAITS,
            target="drafted",
            who="officer",
            label=_("hand the answer to the review"),
        ),
        row(
            "refuse",
            _WAITS,
            target="declining",
            who="officer",
            label=_("hand the refusal to the review"),
        ),
        row(
            "hand_back",
            "drafted declining",
            target="asked",
            who="reviewer",
            label=_("return the answer"),
        ),
        row(
            "publish", "drafted", target="published", who="reviewer", label=_("publish the answer")
        ),
        row("decline", "declining", target="declined", who="reviewer", label=_("do not answer")),
        row(
            "merge",
            _WAITS,
            target="merged",
            who="officer",
            label=_("join with another question"),
        ),
    ),
)
