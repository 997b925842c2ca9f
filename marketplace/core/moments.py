"""How an instant that people must keep is written: date, weekday, minute and zone."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.core.workdays import SHANGHAI


def written(instant: datetime) -> str:
    """Return an aware instant as `2026-12-18 Fri 17:00 Beijing time`, in the active language."""
    local = instant.astimezone(SHANGHAI)
    day, time = local.strftime("%Y-%m-%d"), local.strftime("%H:%M")
    return f"{day} {date_format(local, 'D')} {time} {_('Beijing time')}"


def read(text: str) -> str:
    """Return an instant that was kept in ISO 8601, written; nothing for none."""
    return written(datetime.fromisoformat(text)) if text else ""
