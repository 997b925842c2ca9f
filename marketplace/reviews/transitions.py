"""How a panel, its draws and its seats move."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.transitions import Machine, row

PANEL = Machine(
    "panel",
    (
        row("draw", "promised", target="drawn", who="staff", label=_("draw the panel")),
        row("seat", "drawn", target="seated", who="portal", label=_("seat the panel")),
        row("vacate", "seated", target="drawn", who="portal", label=_("lose a member")),
        row(
            "dismiss",
            "drawn seated",
            target="promised",
            who="decider",
            label=_("dismiss the panel for another"),
        ),
        row(
            "end",
            "promised drawn seated",
            target="ended",
            who="portal",
            label=pgettext_lazy("panel", "end"),
        ),
    ),
)

DRAW = Machine(
    "draw",
    (
        row("draw", "promised", target="drawn", who="staff", label=pgettext_lazy("draw", "draw")),
        row("drop", "promised", target="dropped", who="staff", label=_("drop the promise")),
    ),
)

SEAT = Machine(
    "seat",
    (
        row("call", "reserve", target="called", who="portal", label=_("call up the alternate")),
        row("declare", "called", target="sitting", who="expert", label=_("declare no conflict")),
        row(
            "recuse",
            "called reserve sitting",
            target="recused",
            who="anybody",
            label=_("step back"),
        ),
        row(
            "release",
            "called reserve sitting",
            target="released",
            who="portal",
            label=pgettext_lazy("seat", "release"),
        ),
    ),
)

ROUND = Machine(
    "round of scoring",
    (
        row("rank", "scoring", target="ranked", who="chair", label=_("freeze the ranking")),
        row("replace", "ranked", target="replaced", who="decider", label=_("score anew")),
        row(
            "drop",
            "scoring",
            target="dropped",
            who="portal",
            label=pgettext_lazy("round of scoring", "drop"),
        ),
    ),
)
