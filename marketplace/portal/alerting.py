"""Tells subscribers of listings as they are published and revised: a consumer with the engine."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from marketplace.core import clock
from marketplace.journal.clock_jobs import every
from marketplace.journal.consumers import OutageError, batch_consumer
from marketplace.listings.models import Capability, Demand
from marketplace.portal import saved_searches
from marketplace.portal.alert_matches import Fitting
from marketplace.portal.drawn import key_of
from marketplace.subscriptions.alerting import Fit, raise_alerts
from marketplace.subscriptions.followers import heard_of
from marketplace.subscriptions.models import Subscription, Sweep
from search.documents import CAPABILITIES
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.fitting import OneListing
from search.pairs import matcher

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from marketplace.journal.models import Entry
    from search.engines.protocol import ListSearch

_MODELS: Final[dict[str, type[Any]]] = {one._meta.label_lower: one for one in (Demand, Capability)}
_KINDS: Final = frozenset(
    f"{key}_{verb}"
    for key in ("demand", "capability")
    for verb in ("published", "revised", "batched")
)
_AHEAD: Final = (timedelta(), timedelta(days=7), timedelta(days=30))
"""How long before a demand closes the lists' filters by deadline change."""

Listing = Demand | Capability


@batch_consumer("subscriptions", _KINDS, size=20, outages=(EngineUnavailable,))
def alert_on_listings(entries: Sequence[Entry]) -> None:
    """Tell subscribers of the listings that entries are about; of one twice in a batch but once."""
    of_listing: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        of_listing.setdefault((entry.subject_type, entry.subject_key), []).append(entry)
    for (kind, key), some in of_listing.items():
        listing = _MODELS[kind].objects.select_related("lifecycle__owner").get(pk=key)
        heard = {person for entry in some for person in heard_of(entry)}
        alert_for(listing, position=some[-1].position, heard=heard)


def alert_for(listing: Listing, *, position: int, heard: Collection[int] = ()) -> None:
    """Tell those whose subscriptions a listing newly fits, as of a place of the journal.

    Who has heard of it as a follower is not told once more. OutageError while the index has not
    come to that place; EngineUnavailable without an engine.
    """
    if builds().current().mark().position < position:
        raise OutageError("the index has not come so far")
    if listing.is_public and Subscription.objects.exists():
        now = clock.now()
        fits = [*searches_showing(listing, now=now), *_followed(listing, now=now)]
        raise_alerts(listing, fits, heard=heard)


def searches_showing(
    listing: Listing, *, now: datetime, only_clocked: bool = False
) -> Iterator[Fit]:
    """Yield the subscriptions to searches whose list shows a listing, each with the reason."""
    key = key_of(listing)
    document = builds().current().documents([key]).get(key)
    if document is None or not document.visible:
        return
    one, epoch = OneListing(document), int(now.timestamp())
    stored = saved_searches.current()
    found = dict(stored.fitting(one, now=epoch, only_clocked=only_clocked))
    rows = Subscription.objects.filter(search__in=list(found)).in_force()
    for pk, search in rows.values_list("pk", "search"):
        yield Fit(pk, _reason(one, found[search], now=epoch))


def alert_between(subscription: Subscription, pks: Collection[int]) -> None:
    """Tell a subscription of listings that came just before it was there for the consumer."""
    now = clock.now()
    search, own = subscription.search, subscription.listing
    is_of_demand = own is not None and own.KEY == "demand"
    is_of_offers = search is not None and search.list_key == CAPABILITIES
    model: Any = Capability if is_of_demand or is_of_offers else Demand
    asked = None if search is None else saved_searches.as_asked(search)
    for listing in model.objects.filter(pk__in=pks).select_related("lifecycle__owner"):
        reason: Any = None
        if asked is not None:
            key = key_of(listing)
            one = OneListing(builds().current().documents([key])[key])
            reason = _reason(one, asked, now=int(now.timestamp()))
        elif own is not None:
            reason = Fitting(matcher(), listing, now=now).reason(own)
        if reason is not None:
            raise_alerts(listing, [Fit(subscription.pk, reason)])


@every(seconds=60, name="subscription_sweep")
def tell_what_time_changed() -> None:
    """Tell of demands that opened, closed or came near their end, where a filter asks for that."""
    now = clock.now()
    sweep, is_first = Sweep.objects.get_or_create(pk=Sweep.ONLY, defaults={"until": now})
    if is_first or sweep.until >= now:
        return
    try:
        for listing in _changed_between(sweep.until, now):
            raise_alerts(listing, list(searches_showing(listing, now=now, only_clocked=True)))
    except EngineUnavailable:
        return  # the next run begins where this one did
    Sweep.objects.filter(pk=Sweep.ONLY).update(until=now)


def _changed_between(after: datetime, until: datetime) -> Iterator[Demand]:
    changed = Q(lifecycle__opens_at__gt=after, lifecycle__opens_at__lte=until)
    for ahead in _AHEAD:
        changed |= Q(
            lifecycle__closes_at__gt=after + ahead, lifecycle__closes_at__lte=until + ahead
        )
    public: Any = Demand.objects.public()
    rows = public.filter(changed).select_related("lifecycle__owner").order_by("pk")
    yield from rows.iterator()


def _reason(one: OneListing, search: ListSearch, *, now: int) -> dict[str, Any]:
    """Return the words that were found and the chosen values that the listing has."""
    return {
        "words": [] if search.text is None else [list(pair) for pair in one.wordings(search.text)],
        "facets": [
            [facet, value]
            for facet, values in search.filters.items()
            for value in sorted(values)
            if one.has(facet, value, now=now)
        ],
    }


def _followed(listing: Listing, *, now: datetime) -> Iterator[Fit]:
    """Yield the subscriptions to own listings of the other side that it fits."""
    across = "capability" if isinstance(listing, Demand) else "demand"
    followed = Subscription.objects.filter(**{f"{across}__isnull": False}).in_force()
    if not followed.exists():
        return
    fitting = Fitting(matcher(), listing, now=now)
    wanted = followed.filter(**{f"{across}__in": fitting.keys()})
    by_listing: dict[int, list[int]] = {}
    for pk, own in wanted.values_list("pk", across):
        by_listing.setdefault(own, []).append(pk)
    for other in fitting.rows(by_listing):
        reason = fitting.reason(other)
        if reason is not None:
            yield from (Fit(pk, reason) for pk in by_listing[other.pk])
