"""The page of a delivery for both sides, its steps, and a person's list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.deliveries import permissions
from marketplace.deliveries.delays import ends_at
from marketplace.deliveries.models import CheckpointState, Delivery
from marketplace.deliveries.steps import STEPS, Step, rows_of
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from marketplace.deliveries.forms import StepForm

_PREFETCHED: Final = {
    "checkpoint": (
        *("submissions__files__blob", "submissions__by", "submissions__check_made"),
        "proposals__settled_by",
    ),
    "payment": ("installment__milestone",),
    "change": ("asked_by",),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step with its form, as typed or empty, and where it is sent."""

    step: Step
    form: StepForm
    kind: str
    key: int


@dataclass(slots=True)
class Row:
    """A row of the page with the steps open to its reader."""

    row: Any
    offers: list[Offer]
    more: list[Row] = field(default_factory=list)
    is_late: bool = False


@never_cache
@login_required
@require_safe
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """Show a delivery to the people of both sides."""
    return delivery_page(request, visible_or_404(request.user, number))


@login_required
@require_POST
def act(request: HttpRequest, number: str, *, kind: str, pk: int, verb: str) -> HttpResponse:
    """Do a step; the page comes back with what was typed where it was refused."""
    found = visible_or_404(request.user, number)
    step = next((one for one in STEPS.get(kind, ()) if one.verb == verb), None)
    row = rows_of(found, kind).filter(pk=pk).first() if step else None
    if step is None or row is None:
        raise Http404
    name = _name(kind, pk, verb=verb)
    form = step.form(request.POST, request.FILES, row=row, name=name)
    status = 422
    if form.is_valid():
        try:
            step.do(row, by=person_of(request), **form.typed)
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Noted; the other side is told."))
            return redirect("deliveries:delivery", found.number)
    fresh = visible_or_404(request.user, number)
    return delivery_page(request, fresh, typed={name: form}, status=status)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the deliveries that a person reads, those at work first."""
    rows = Delivery.objects.visible_to(request.user).for_rows().by_state()
    page: Any = page_of(request, rows)
    now = clock.now()
    page.object_list = [_listed(one, now) for one in page.object_list]
    return render(request, "deliveries/mine.html", {"page": page, "now": now})


def visible_or_404(user: Any, number: str) -> Delivery:
    """Return the delivery with a number that a person may read; Http404 for any other."""
    rows = Delivery.objects.visible_to(user).for_rows()
    found: Delivery | None = rows.filter(number=number.upper()).first()
    if found is None:
        raise Http404
    return found


def delivery_page(
    request: HttpRequest,
    found: Delivery,
    *,
    typed: Mapping[str, StepForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return a delivery's page with the steps open to its reader, and forms as typed."""
    drawn = Drawing(request.user, found, typed=typed or {})
    context = {
        "delivery": found,
        "demand": found.demand,
        "side": permissions.side_of(request.user, found),
        "checkpoints": drawn.checkpoints(),
        "payments": drawn.rows("payment"),
        "changes": drawn.rows("change"),
        "own_offers": drawn.rows("delivery")[0].offers,
        "results": drawn.rows("result"),
        "hand_ins": found.hand_ins.select_related("verdict").order_by("-number"),
        "may_change": permissions.may_ask_change(request.user, found),
        "may_hand_in": permissions.may_hand_in(request.user, found),
        "may_appraise": permissions.may_appraise(request.user, found),
        "left": drawn.left(),
    }
    return render(request, "deliveries/delivery.html", context, status=status)


class Drawing:
    """What a page draws of a delivery for one reader."""

    def __init__(self, user: Any, found: Delivery, *, typed: Mapping[str, StepForm]) -> None:
        """Keep the reader, the delivery, and the forms as typed."""
        self._user, self._delivery, self._typed = user, found, typed
        self._now = clock.now()
        self._drawn: set[str] = set()

    def rows(self, kind: str) -> list[Row]:
        """Return the rows of a kind with their steps."""
        rows = rows_of(self._delivery, kind).prefetch_related(*_PREFETCHED.get(kind, ()))
        return [self._row(one, kind) for one in rows]

    def checkpoints(self) -> list[Row]:
        """Return the checkpoints with their steps, and with the proposals at gates."""
        found = self.rows("checkpoint")
        for one in found:
            one.is_late = is_late(one.row, self._now)
            one.more = [
                self._row(proposal, "gate", checkpoint=one.row)
                for proposal in one.row.proposals.all()
            ]
        return found

    def left(self) -> list[StepForm]:
        """Return the forms that were typed and have no place on the page any more."""
        return [form for name, form in self._typed.items() if name not in self._drawn]

    def _row(self, row: Any, kind: str, *, checkpoint: Any = None) -> Row:
        if checkpoint is not None:
            row.checkpoint = checkpoint
        elif kind != "delivery":
            row.delivery = self._delivery
        steps = [step for step in STEPS[kind] if step.may(self._user, row)]
        return Row(row, [self._offer(step, row, kind=kind) for step in steps])

    def _offer(self, step: Step, row: Any, *, kind: str) -> Offer:
        name = _name(kind, row.pk, verb=step.verb)
        self._drawn.add(name)
        return Offer(step, self._typed.get(name) or step.form(row=row, name=name), kind, row.pk)


def is_late(checkpoint: Any, now: datetime) -> bool:
    """Return whether the firm should have delivered a checkpoint by an instant."""
    is_open = checkpoint.state in {CheckpointState.OPEN, CheckpointState.RETURNED}
    return is_open and now >= ends_at(checkpoint.milestone.due_on)


def _listed(found: Delivery, now: datetime) -> dict[str, Any]:
    rows: Iterable[Any] = found.checkpoints.all()
    waits = [one for one in rows if not one.has_settled]
    first = waits[0] if waits else None
    return {
        "delivery": found,
        "next": first,
        "is_late": first is not None and found.is_running and is_late(first, now),
        "passed": sum(one.state == CheckpointState.PASSED for one in rows),
        "total": len(list(rows)),
    }


def _name(kind: str, pk: int, *, verb: str) -> str:
    """Return by which name a step's form is known on the page."""
    return f"{kind}-{pk}-{verb}"
