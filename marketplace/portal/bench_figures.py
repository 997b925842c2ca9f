"""The figures of the workbench: each concerns the person who reads it, or is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.challenges.models import Challenge
from marketplace.experts.models import Expert
from marketplace.listings.models import Lifecycle
from marketplace.listings.permissions import is_portal_staff
from marketplace.portal.people import PersonInFrame
from marketplace.reviews.models import Seat

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User

_MOST: Final = 2
"""How many stand between what waits and what is unread: four fit on a line."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, of what, and where it is read up if anywhere else."""

    label: str
    value: int
    note: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the workbench knows of its reader: their rooms, what they write, and their items."""

    person: User
    rooms: PersonInFrame
    writes: dict[str, bool]
    demands: QuerySet[Any]
    capabilities: QuerySet[Any]
    applications: QuerySet[Any]
    now: datetime


def figures_of(desk: Desk) -> list[Figure]:
    """Return the first figures that concern a person; nothing of what is none of theirs."""
    found = (figure for source in _SOURCES for figure in source(desk))
    return list(islice(found, _MOST))


def _of_demands(desk: Desk) -> Iterator[Figure]:
    """Yield what departments, and firms with demands, ask first: what takes applications."""
    is_department = desk.writes["demand"] and not desk.writes["capability"]
    if is_department or desk.demands.exists():
        live: Any = desk.demands.filter(lifecycle__state=Lifecycle.State.LIVE)
        opened = live.open_at(desk.now).count()
        yield Figure(_("open for applications"), opened, _("my demands"))


def _of_applications(desk: Desk) -> Iterator[Figure]:
    if desk.writes["capability"] or desk.applications.exists():
        waiting = desk.applications.filter(state="submitted").count()
        yield Figure(_("wait for an answer"), waiting, _("my applications"))


def _of_capabilities(desk: Desk) -> Iterator[Figure]:
    if desk.writes["capability"]:
        live = desk.capabilities.filter(lifecycle__state=Lifecycle.State.LIVE).count()
        yield Figure(pgettext("capabilities", "on the list"), live, _("my capabilities"))


def _of_approvals(desk: Desk) -> Iterator[Figure]:
    """Yield what stands with approvers, of whoever writes for a department or approves there."""
    if desk.demands.exists():
        submitted = {"lifecycle__review": Lifecycle.Review.SUBMITTED}
        rows = (desk.demands, desk.capabilities)
        number = sum(one.filter(**submitted).count() for one in rows)
        yield Figure(_("in approval"), number, _("demands and capabilities"))


def _of_the_pool(desk: Desk) -> Iterator[Figure]:
    if desk.rooms.keeps_experts:
        waiting = Expert.objects.waiting().count()
        url = reverse("experts:pool")
        yield Figure(_("wait for the check"), waiting, _("applications of experts"), url)


def _of_panels(desk: Desk) -> Iterator[Figure]:
    if desk.rooms.is_expert:
        seats = Seat.objects.of(desk.person).count()
        url = reverse("reviews:mine")
        yield Figure(_("panels under way"), seats, _("my places on them"), url)


def _of_challenges(desk: Desk) -> Iterator[Figure]:
    if desk.rooms.runs_challenges:
        rows = Challenge.objects.run_by(desk.person).going_on().count()
        whose = _("on the whole portal") if is_portal_staff(desk.person) else _("that I run")
        yield Figure(_("challenges under way"), rows, whose, reverse("portal:board"))


def _of_supervision(desk: Desk) -> Iterator[Figure]:
    if desk.rooms.supervises:
        rows = Challenge.objects.supervised_by(desk.person).going_on().count()
        url = reverse("portal:supervision")
        yield Figure(_("challenges under way"), rows, _("that I supervise"), url)


_SOURCES: Final[tuple[Callable[[Desk], Iterator[Figure]], ...]] = (
    _of_supervision,
    _of_demands,
    _of_approvals,
    _of_applications,
    _of_capabilities,
    _of_challenges,
    _of_the_pool,
    _of_panels,
)
"""In the order in which they matter: the first of them that concern a person are shown."""
