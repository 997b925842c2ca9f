"""Subscribing: to what a list is asked for, or to everything that fits an own listing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.lists.view import filters_of
from cms.lists.vocabulary import read_vocabulary
from cms.page_clock import page_clock_of
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of
from marketplace.portal.alert_matches import Fitting
from marketplace.portal.alerting import alert_between
from marketplace.portal.details import find_by_number
from marketplace.portal.rows import capabilities_to_match, demands_to_match
from marketplace.subscriptions import actions, permissions
from marketplace.subscriptions.actions import KNOWN_AT_MOST, AlreadySubscribed, Search
from marketplace.subscriptions.forms import SubscriptionForm
from marketplace.subscriptions.models import LISTS, NAME_LENGTH, Frequency, SavedSearch
from search.engines.protocol import EngineUnavailable, Sort
from search.listing_search import ListQuery, search_listings
from search.pairs import matcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, QueryDict

    from marketplace.accounts.models import User
    from marketplace.listings.filters import ListFilter
    from marketplace.subscriptions.models import Subscription

_ROWS: Final[dict[str, Callable[[], Any]]] = {
    "demand": demands_to_match,
    "capability": capabilities_to_match,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is subscribed to: how it is called, what it shows now, and the action that does it."""

    key: str
    name: str
    chosen: list[str]
    shown: Callable[[], list[int]]
    subscribe: Callable[..., Subscription]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show what would be subscribed to and ask how often; a form that is sent does it."""
    person = person_of(request)
    wanted = _wanted(request)
    if request.method != "POST":
        initial = {"name": wanted.name, "frequency": Frequency.INSTANT}
        return _asked(request, wanted, SubscriptionForm(initial=initial))
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _asked(request, wanted, form, status=422)
    try:
        _subscribed(wanted, by=person, wishes=form.cleaned_data)
    except AlreadySubscribed as refusal:
        messages.info(request, refusal.message)
        return redirect("subscriptions:mine")
    except EngineUnavailable:
        away = Refusal(_("The search engine is away for the moment. Try again shortly."))
        show_refusal(form, away)
        return _asked(request, wanted, form, status=503)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _asked(request, wanted, form, status=refusal.status)
    messages.success(request, _("Subscribed. You are told of what comes from now on."))
    return redirect("subscriptions:mine")


def _subscribed(wanted: Wanted, *, by: User, wishes: dict[str, Any]) -> None:
    """Subscribe, and tell of what came between looking and being subscribed: nobody else would."""
    shown = wanted.shown()
    subscription = wanted.subscribe(by=by, shown=shown, **wishes)
    between = set(wanted.shown()).difference(shown)
    if between:
        alert_between(subscription, between)


def _asked(
    request: HttpRequest, wanted: Wanted, form: SubscriptionForm, *, status: int = 200
) -> HttpResponse:
    decision = permissions.may_subscribe(request.user)
    try:
        shown = len(wanted.shown())
    except EngineUnavailable:
        shown = None
    context = {
        "wanted": wanted,
        "form": form,
        "decision": decision,
        "number": shown,
        "is_cut": shown is not None and shown >= KNOWN_AT_MOST,
    }
    return render(request, "subscriptions/new.html", context, status=status)


def _wanted(request: HttpRequest) -> Wanted:
    now = page_clock_of(request).now
    for key, rows in _ROWS.items():
        if key in request.GET:
            listing = find_by_number(rows(), request.GET[key])
            permissions.may_follow(request.user, listing).demand()
            return listing_wanted(listing, now=now)
    list_key = request.GET.get("list", "")
    if list_key not in LISTS:
        raise Http404
    return search_wanted(list_key, request.GET, now=now)


def search_wanted(list_key: str, data: QueryDict, *, now: datetime) -> Wanted:
    """Return what the query of a list's address asks for; it shows the newest first."""
    filters = filters_of(list_key, data, vocabulary=read_vocabulary(), now=now)
    labels = _labels(filters)
    search = Search(list_key=list_key, text=filters.text, filters=filters.chosen, labels=labels)
    chosen = [filters.text, *(label for named in labels.values() for label in named.values())]
    kept = SavedSearch(list_key=list_key, text=filters.text, labels=labels)

    def shown() -> list[int]:
        query = ListQuery(
            list_key=list_key,
            now=now,
            text=filters.text,
            filters=filters.narrowing,
            sort=Sort.NEWEST,
            per_page=KNOWN_AT_MOST,
        )
        return list(search_listings(query).ids)

    def save(**wishes: Any) -> Subscription:
        return actions.save_search(search, **wishes)

    return Wanted(list_key, str(kept)[:NAME_LENGTH], [one for one in chosen if one], shown, save)


def _labels(filters: ListFilter) -> dict[str, dict[str, str]]:
    """Return what the chosen values are called, by facet."""
    return {
        name: {value: str(dict(filters.form.fields[name].choices)[value]) for value in values}
        for name, values in filters.chosen.items()
    }


def listing_wanted(listing: Any, *, now: datetime) -> Wanted:
    """Return what fits a listing on the other side."""
    said = _("Fits: %(title)s") % {"title": listing.title}

    def shown() -> list[int]:
        fitting = Fitting(matcher(), listing, now=now)
        return sorted((row.pk for row in fitting.rows(fitting.keys())), reverse=True)

    def follow(**wishes: Any) -> Subscription:
        return actions.follow_matches(listing, **wishes)

    return Wanted(listing.KEY, said[:NAME_LENGTH], [listing.title], shown, follow)
