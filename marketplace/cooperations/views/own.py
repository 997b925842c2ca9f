"""The page of a co-operation for both sides, its steps, and a person's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.cooperations import permissions
from marketplace.cooperations.milestones import milestones
from marketplace.cooperations.models import Cooperation, ResourceRequest
from marketplace.cooperations.steps import (
    REQUEST_STEPS,
    STEPS,
    Step,
    request_verbs_open_to,
    steps_open_to,
)
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.core.veiled import name_of, unveil
from marketplace.files.access import url_of
from marketplace.notifications.topics import Followed, followed
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from marketplace.cooperations.forms import StepForm

TOPIC: Final = "cooperation"


@dataclass(frozen=True, slots=True)
class Offer:
    """A step with its form, as typed or empty."""

    step: Step
    form: StepForm


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for a resource, the forms with which its reader goes on, and if it is overdue."""

    request: ResourceRequest
    forms: dict[str, StepForm]
    is_late: bool


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the co-operations of a person's organisations, on either side."""
    rows = Cooperation.objects.visible_to(request.user).for_rows()
    context = {"page": page_of(request, rows)}
    return render(request, "cooperations/mine.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show a co-operation to the people of both sides."""
    live = followed(TOPIC, number.upper())
    return cooperation_page(request, visible_or_404(request.user, number), live=live)


@login_required
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do a step; the page comes back with what was typed where it was refused."""
    cooperation = visible_or_404(request.user, number)
    if verb not in STEPS:
        raise Http404
    step = STEPS[verb]
    form = step.form(request.POST, request.FILES, cooperation=cooperation, verb=verb)
    return _carried_out(
        request, form, name=verb, do=lambda typed: step.do(cooperation, person_of(request), typed)
    )


@login_required
@require_POST
def settle(request: HttpRequest, number: str, name: str, *, verb: str) -> HttpResponse:
    """Grant, refuse or use what was asked for; the page comes back with what was typed."""
    cooperation = visible_or_404(request.user, number)
    found = cooperation.resource_requests.filter(pk=unveil(ResourceRequest, name)).first()
    if found is None or verb not in REQUEST_STEPS:
        raise Http404
    button = _name(verb, found)
    form_class, do = REQUEST_STEPS[verb]
    form = form_class(request.POST, cooperation=cooperation, verb=button)
    return _carried_out(
        request, form, name=button, do=lambda typed: do(found, person_of(request), typed)
    )


def visible_or_404(user: Any, number: str) -> Cooperation:
    """Return the co-operation with a number that a person may read; Http404 for any other."""
    rows = Cooperation.objects.visible_to(user).for_rows().prefetch_related("ratings")
    found: Cooperation | None = rows.filter(number=number.upper()).first()
    if found is None:
        raise Http404
    return found


def cooperation_page(
    request: HttpRequest,
    cooperation: Cooperation,
    *,
    typed: Mapping[str, StepForm] | None = None,
    status: int = 200,
    live: Followed | None = None,
) -> HttpResponse:
    """Return a co-operation's page with the steps open to its reader, and forms as typed.

    A page that shows what was typed follows nothing: drawn anew it would lose that.
    """
    now, typed = clock.now(), typed or {}
    side = permissions.reads_for(request.user, cooperation)
    offers = [
        Offer(step, typed.get(step.verb) or step.form(cooperation=cooperation, verb=step.verb))
        for step in steps_open_to(request.user, cooperation, at=now)
    ]
    requests = [
        _row(request.user, one, typed=typed, at=now)
        for one in cooperation.resource_requests.select_related("kind")
    ]
    drawn = {offer.step.verb for offer in offers}
    drawn.update(_name(verb, row.request) for row in requests for verb in row.forms)
    context = {
        "cooperation": cooperation,
        "demand": cooperation.demand,
        "side": side,
        "live": live,
        "milestones": milestones(cooperation),
        "document_url": _document_url(cooperation),
        "offers": offers,
        "requests": requests,
        "left": [form for name, form in typed.items() if name not in drawn],
        "ratings": [
            one
            for one in cooperation.ratings.all()
            if one.side == side or permissions.sees_other_rating(cooperation, at=now)
        ],
    }
    return render(request, "cooperations/detail.html", context, status=status)


def _carried_out(
    request: HttpRequest, form: StepForm, *, name: str, do: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do what a valid form asks and go back to the page; draw it with the mistakes otherwise."""
    number, status = form.cooperation.number, 422
    if form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Noted; the other side is told."))
            return redirect("cooperations:detail", number)
    fresh = visible_or_404(request.user, number)
    return cooperation_page(request, fresh, typed={name: form}, status=status)


def _row(
    user: Any, request: ResourceRequest, *, typed: Mapping[str, StepForm], at: datetime
) -> RequestRow:
    forms = {}
    for verb in request_verbs_open_to(user, request):
        name, form_class = _name(verb, request), REQUEST_STEPS[verb][0]
        forms[verb] = typed.get(name) or form_class(cooperation=request.cooperation, verb=name)
    ended = request.cooperation.ended_at
    return RequestRow(request, forms, is_late=ended is None and request.is_late_at(at))


def _document_url(cooperation: Cooperation) -> str:
    document = getattr(cooperation, "document", None)
    return "" if document is None else url_of(document)


def _name(verb: str, request: ResourceRequest) -> str:
    """Return by which name a request's form is known on the page."""
    return f"{verb}-{name_of(request)}"
