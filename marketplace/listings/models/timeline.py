"""What everybody reads of the co-operations that come of a demand."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Timeline(models.TextChoices):
    """How much of a co-operation's way is public, from the least to the most."""

    NOTHING = "nothing", pgettext_lazy("public of a co-operation", "nothing")
    STEPS = "steps", _("steps and parties, without amounts")
    AMOUNTS = "amounts", _("steps, parties and amounts")

    @classmethod
    def least(cls, *values: str) -> Timeline:
        """Return the one that shows least: what was promised is never widened afterwards."""
        order = list(cls)
        return min((cls(value) for value in values), key=order.index)


def timeline_field(**options: Any) -> models.CharField[str, str]:
    """Return a field that holds one of them; the most unless somebody says otherwise."""
    label = _("what is public of co-operations")
    choices, usual = Timeline.choices, Timeline.AMOUNTS
    return models.CharField(label, max_length=8, choices=choices, default=usual, **options)
