"""A person's subscriptions, and the messages that they brought."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.core.paging import page_of
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.subscriptions import actions
from marketplace.subscriptions.forms import SubscriptionForm
from marketplace.subscriptions.models import (
    Alert,
    Message,
    Outcome,
    Subscription,
    SubscriptionState,
)
from marketplace.subscriptions.permissions import MOST
from marketplace.subscriptions.reasons import why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise


DONE: Final[dict[str, str | _StrPromise]] = {
    "pause": _("Paused: it tells nothing until you resume it."),
    "resume": _("Resumed: you are told of what comes from now on."),
    "delete": _("The subscription is deleted."),
}


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List a person's subscriptions, the newest first."""
    return _page(request)


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Save name and frequency; the list comes back with what was typed where it was refused."""
    subscription = _own_or_404(request, pk)
    form = SubscriptionForm(request.POST, auto_id=f"s{pk}_%s")

    def action() -> object:
        wishes: Any = form.cleaned_data
        return actions.change_subscription(subscription, by=person_of(request), **wishes)

    if not carried_out(form, action):
        return _page(request, form=form, changed=pk, status=422)
    messages.success(request, _("The subscription is changed."))
    return redirect("subscriptions:mine")


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Pause, resume or delete one's own subscription."""
    if verb not in DONE:
        raise Http404
    do(verb, _own_or_404(request, pk))
    messages.success(request, DONE[verb])
    return redirect("subscriptions:mine")


@login_required
@never_cache
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person was told at once: the listings, why, and for which subscriptions."""
    found = get_object_or_404(Message, pk=pk, user=request.user)
    alerts = list(Alert.objects.told_by(found.pk))
    subscriptions = {alert.subscription_id: alert.subscription for alert in alerts}
    context = {
        "message": found,
        "listings": list(_by_listing(alerts)),
        "subscriptions": list(subscriptions.values()),
    }
    return render(request, "subscriptions/message.html", context)


def do(verb: str, subscription: Subscription) -> None:
    """Do a verb in the name of the subscription's own person."""
    if verb == "pause":
        actions.pause_subscription(subscription, by=subscription.user)
    elif verb == "resume":
        actions.resume_subscription(subscription, by=subscription.user)
    else:
        actions.delete_subscription(subscription, by=subscription.user)


def _own_or_404(request: HttpRequest, pk: int) -> Subscription:
    own = Subscription.objects.visible_to(request.user).select_related("user")
    found: Subscription = get_object_or_404(own, pk=pk)
    return found


def _page(
    request: HttpRequest,
    *,
    form: SubscriptionForm | None = None,
    changed: int = 0,
    status: int = 200,
) -> HttpResponse:
    own = Subscription.objects.visible_to(request.user)
    told = Count("alerts", filter=Q(alerts__outcome=Outcome.TOLD))
    waiting = Count("alerts", filter=Q(alerts__outcome=Outcome.WAITING))
    rows = own.for_rows().annotate(told=told, waiting=waiting).order_by("-pk")
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": [
            (row, form if form is not None and row.pk == changed else _form(row)) for row in page
        ],
        "most": MOST,
        "paused": own.filter(state=SubscriptionState.PAUSED).count(),
    }
    return render(request, "subscriptions/mine.html", context, status=status)


def _form(row: Subscription) -> SubscriptionForm:
    initial = {"name": row.name, "frequency": row.frequency, "by_mail": row.by_mail}
    return SubscriptionForm(initial=initial, auto_id=f"s{row.pk}_%s")


def _by_listing(alerts: list[Alert]) -> Iterator[tuple[Any, list[tuple[Subscription, str]]]]:
    """Yield each listing with the subscriptions that it is told to, and why."""

    def key(alert: Alert) -> tuple[int, int]:
        return alert.demand_id or 0, alert.capability_id or 0

    for _pks, some in groupby(sorted(alerts, key=key), key):
        told = list(some)
        yield told[0].listing, [(alert.subscription, why(alert)) for alert in told]
