"""What the public reads of challenges: their list by step, and a challenge on its demand's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from cms.page_clock import page_clock_of
from marketplace.agreements.progress import public_agreements
from marketplace.awards.permissions import may_draft_notice
from marketplace.challenges.models import Challenge, Infrastructure
from marketplace.challenges.rail import RailStep, rail_of
from marketplace.core.paging import page_of
from marketplace.deliveries.progress import delivery_on_page

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

    from marketplace.listings.models import Demand

GROUPS: Final[dict[str, str | _StrPromise]] = {
    "bidding": _("takes sealed bids"),
    "upcoming": _("opens later"),
    "sealed": _("closed and sealed"),
    "opened": _("bids opened"),
    "noticed": _("result on show"),
    "awarded": pgettext_lazy("challenge", "awarded"),
    "delivering": pgettext_lazy("challenge", "in delivery"),
    "completed": pgettext_lazy("challenge", "completed"),
    "ended": _("ended without a result or terminated"),
}
"""The groups of the public list, by where a challenge stands."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the list with how many it holds."""

    key: str
    label: str | _StrPromise
    count: int
    is_chosen: bool
    query: str
    """The address of the list with this chosen beside what else is chosen."""


@dataclass(frozen=True, slots=True)
class Row:
    """A challenge in the list with its rail."""

    challenge: Challenge
    rail: list[RailStep]
    is_open: bool


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """List the challenges by where they stand; those that close soonest first."""
    now = page_clock_of(request).now
    asked = {name: request.GET.get(name, "") for name in ("step", "class")}
    chosen = asked["step"] if asked["step"] in GROUPS else ""
    kind = asked["class"] if asked["class"] in Infrastructure.values else ""
    of_kind = _of_kind(kind)
    rows = _in_group(chosen, of_kind, at=now)
    page: Any = page_of(request, rows.for_rows().by_close(at=now))
    page.object_list = [
        Row(one, rail_of(one, now=now), is_open=one.takes_bids_at(now)) for one in page.object_list
    ]
    context = {
        "page": page,
        "total": of_kind.count(),
        "chosen": chosen,
        "kind": kind,
        "is_unknown": asked != {"step": chosen, "class": kind},
        "all_steps": _query(step="", kind=kind),
        "all_kinds": _query(step=chosen, kind=""),
        "groups": [
            Group(key, label, number, key == chosen, _query(step=key, kind=kind))
            for key, label in GROUPS.items()
            for number in (_in_group(key, of_kind, at=now).count(),)
        ],
        "kinds": [
            Group(key, label, number, key == kind, _query(step=chosen, kind=key))
            for key, label in Infrastructure.choices
            for number in (_in_group(chosen, _of_kind(key), at=now).count(),)
        ],
    }
    return render(request, "portal/challenges.html", context)


def _of_kind(kind: str) -> Any:
    """Return the listed challenges of a class of infrastructure, or all of them."""
    rows = Challenge.objects.public()
    return rows.filter(infrastructure=kind) if kind else rows


def _in_group(group: str, rows: Any, *, at: datetime) -> Any:
    return rows.in_group(group, at=at) if group else rows


def _query(*, step: str, kind: str) -> str:
    said = {"step": step, "class": kind}
    return f"?{urlencode({name: value for name, value in said.items() if value})}"


def challenge_on_page(demand: Demand, *, now: datetime, reader: Any) -> dict[str, Any]:
    """Return what a demand's page shows of its challenge; nothing where it was never listed."""
    found: Challenge | None = Challenge.objects.public().for_rows().filter(demand=demand).first()
    if found is None:
        return {}
    found.demand = demand
    return {
        "challenge": found,
        "rail": rail_of(found, now=now),
        "criteria": found.criteria.order_by("position"),
        "result": found.result_notices.public().for_rows().order_by("-shown_at").first(),
        "agreements": public_agreements(found),
        "may_draft_result": may_draft_notice(reader, found),
        **delivery_on_page(found, reader),
        **_rounds(found),
    }


def _rounds(challenge: Challenge) -> dict[str, Any]:
    """Return the demands of the earlier and the later round, and what was answered before."""
    around = Challenge.objects.public().for_rows()
    later = around.filter(predecessor=challenge).first()
    earlier = around.filter(pk=challenge.predecessor_id).first()
    found: dict[str, Any] = {}
    if later is not None and later.demand.is_public:
        found["relisted_as"] = later.demand
    if earlier is not None:
        found["relisted_from"] = earlier.demand
        found["earlier_questions"] = earlier.demand.questions.answered()
    return found
