"""What the kinds of claims share: fictional facts, reasons, and the demand as a line."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Params

EXAMPLE: Final[Params] = {
    "receipt": "0000000000",
    "key": 0,
    "firm": "示例智能科技有限公司",
    "demand": "示例：易涝点积水预报与联动",
    "demand_key": 0,
    "number": "XM-0000",
    "owner": "示例市政管理中心",
    "due": "2026-06-03T17:30:00+08:00",
    "at": "2026-06-03T17:30:00+08:00",
}
HANDLES: Final = _("You handle this demand.")
APPLIED: Final = _("Your organisation applied for this demand.")


def demand_line(facts: Params) -> str:
    """Return the demand, of which ten applications are one line; rows of old may not have it."""
    return str(facts.get("demand_key", ""))


def number_line(facts: Params) -> str:
    """Return the public demand, of which several reminders or answers are one line."""
    return str(facts.get("number", ""))
