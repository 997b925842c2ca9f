"""What was just applied for, as everybody may read it: never who applied, never on quiet paths."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marketplace.claims.models import Claim
from marketplace.listings.models import Demand

if TYPE_CHECKING:
    from datetime import datetime

MOST: Final = 4
"""So many demands are shown, those that were applied for last."""

RECENT: Final = timedelta(days=7)
"""So long an application counts as one of just now."""

EVERYBODY: Final = "all"
"""The one key of the live topic `ticker`: all readers see the same."""

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Line:
    """A demand that was applied for, and roughly how long ago: the nearest that is told."""

    number: str
    title: str
    places: tuple[str, ...]
    minutes: int
    is_example: bool

    @property
    def place(self) -> str:
        """Return the districts of use in a line."""
        return pgettext("between names", ", ").join(self.places) or _("whole city")

    @property
    def ago(self) -> str:
        """Return how long ago it was, in the reader's language."""
        if self.minutes < 1:
            return _("just now")
        if self.minutes < _HOUR:
            said = ngettext("%(number)d min ago", "%(number)d min ago", self.minutes)
            return said % {"number": self.minutes}
        if self.minutes < _DAY:
            hours = self.minutes // _HOUR
            said = ngettext("%(number)d hour ago", "%(number)d hours ago", hours)
            return said % {"number": hours}
        days = self.minutes // _DAY
        return ngettext("%(number)d day ago", "%(number)d days ago", days) % {"number": days}


def ticker(*, now: datetime) -> list[Line]:
    """Return the public demands that were applied for last, each once, the latest first.

    Demands on quiet paths never stand here, so that not even the close tells when firms applied.
    """
    claims = Claim.objects.exclude(state=Claim.State.WITHDRAWN).exclude(
        demand__path__in=Demand.QUIET_PATHS
    )
    public = {"demand__live": True, "demand__lifecycle__state": "live"}
    recent = claims.filter(submitted_at__gt=now - RECENT, submitted_at__lte=now, **public)
    latest = recent.order_by().values("demand").annotate(at=Max("submitted_at"))
    chosen = dict(latest.order_by("-at", "-demand").values_list("demand", "at")[:MOST])
    rows: Any = Demand.objects.public().select_related("lifecycle").prefetch_related("districts")
    found = {row.pk: row for row in rows.filter(pk__in=chosen)}
    return [_line(found[pk], now - at) for pk, at in chosen.items() if pk in found]


def _line(demand: Demand, since: timedelta) -> Line:
    return Line(
        number=str(demand.lifecycle.number),
        title=demand.title,
        places=tuple(one.name for one in demand.districts.all()),
        minutes=_told(int(since.total_seconds()) // 60),
        is_example=demand.lifecycle.is_example,
    )


def _told(minutes: int) -> int:
    """Return whole minutes within the hour, whole hours within the day, then whole days."""
    unit = 1 if minutes < _HOUR else _HOUR if minutes < _DAY else _DAY
    return minutes // unit * unit
