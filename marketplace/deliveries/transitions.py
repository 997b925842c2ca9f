"""The machines of a delivery: itself, a checkpoint, a gate, a payment, a change, a result."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

DELIVERY = Machine(
    "delivery",
    (
        row("hand_in", "running", target="handed_in", who="firm", label=_("ask for acceptance")),
        row(
            "send_back",
            "handed_in",
            target="running",
            who="approver",
            label=_("send back to be mended"),
        ),
        row(
            "accept",
            "handed_in",
            target="accepted",
            who="approver",
            label=pgettext_lazy("delivery", "accept"),
        ),
        row(
            "fail",
            "running handed_in",
            target="failed",
            who="approver",
            label=_("end it as not delivered"),
        ),
        row("stop", "running", target="stopped", who="approver", label=_("stop it at a gate")),
    ),
)

CHECKPOINT = Machine(
    "checkpoint",
    (
        row(
            "submit",
            "open returned",
            target="submitted",
            who="firm",
            label=_("submit evidence"),
        ),
        row(
            "return",
            "submitted",
            target="returned",
            who="officer",
            label=pgettext_lazy("checkpoint", "send back"),
        ),
        row(
            "pass",
            "submitted",
            target="passed",
            who="officer",
            label=pgettext_lazy("checkpoint", "pass"),
        ),
        row(
            "drop",
            "open returned submitted",
            target="dropped",
            who="portal",
            label=pgettext_lazy("checkpoint", "drop"),
        ),
    ),
)

GATE = Machine(
    "gate",
    (
        row(
            "decide",
            "proposed",
            target="decided",
            who="approver",
            label=pgettext_lazy("gate", "decide as proposed"),
        ),
        row(
            "refuse",
            "proposed",
            target="refused",
            who="approver",
            label=pgettext_lazy("gate", "give back"),
        ),
    ),
)

PAYMENT = Machine(
    "payment",
    (
        row("apply", "planned", target="applied", who="firm", label=_("apply for payment")),
        row(
            "endorse",
            "applied",
            target="endorsed",
            who="officer",
            label=pgettext_lazy("payment", "endorse"),
        ),
        row(
            "refuse",
            "applied endorsed",
            target="planned",
            who="officer",
            label=pgettext_lazy("payment", "refuse"),
        ),
        row(
            "approve",
            "endorsed",
            target="approved",
            who="approver",
            label=pgettext_lazy("payment", "approve"),
        ),
        row("pay", "approved", target="paid", who="officer", label=_("record as paid")),
        row(
            "drop",
            "planned",
            target="dropped",
            who="portal",
            label=pgettext_lazy("payment", "drop"),
        ),
    ),
)

CHANGE = Machine(
    "change request",
    (
        row(
            "agree",
            "asked",
            target="agreed",
            who="other_side",
            label=pgettext_lazy("change request", "agree"),
        ),
        row(
            "approve",
            "agreed",
            target="approved",
            who="approver",
            label=pgettext_lazy("change request", "approve"),
        ),
        row(
            "refuse",
            "asked agreed",
            target="refused",
            who="other_side",
            label=pgettext_lazy("change request", "refuse"),
        ),
        row(
            "withdraw",
            "asked agreed",
            target="withdrawn",
            who="asker",
            label=pgettext_lazy("change request", "withdraw"),
        ),
        row(
            "lapse",
            "asked agreed",
            target="lapsed",
            who="portal",
            label=pgettext_lazy("change request", "lapse"),
        ),
    ),
)

RESULT = Machine(
    "result",
    (
        row(
            "confirm",
            "offered",
            target="confirmed",
            who="firm",
            label=pgettext_lazy("result", "publish"),
        ),
        row(
            "decline",
            "offered",
            target="declined",
            who="firm",
            label=pgettext_lazy("result", "do not publish"),
        ),
    ),
)
