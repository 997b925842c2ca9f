"""Lets the demo's people subscribe and follow, as if it had been before the newest listing of each came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import QueryDict

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.demo.people import DOMAIN
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.listings.models import Capability, Demand
from marketplace.portal.alerting import alert_for
from marketplace.portal.subscribing import listing_wanted, search_wanted
from marketplace.subscriptions.actions import pause_subscription
from marketplace.subscriptions.following import follow
from marketplace.subscriptions.models import Subscription
from marketplace.subscriptions.permissions import may_follow
from marketplace.taxonomy.models import Domain

if TYPE_CHECKING:
    from marketplace.portal.subscribing import Wanted


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who subscribes to what; `query` is that of a list's address, or empty for an own listing."""

    who: str
    where: str
    query: str = ""
    frequency: str = "instant"
    is_paused: bool = False


_WISHES: Final = (
    _Wish("officer", "capabilities", "q=水位监测"),
    _Wish("officer", "capabilities", "q=排水&maturity=scaled", "daily"),
    _Wish("officer", "demand"),
    _Wish("bidder", "government_demands", "q=内涝 积水"),
    _Wish("bidder", "government_demands", "domain=city-brain&state=open", "weekly"),
    _Wish("bidder", "enterprise_demands", "q=传感器", is_paused=True),
    _Wish("bidder", "capability"),
)


def load_subscriptions() -> int:
    """Subscribe and tell of the newest listing of each; 0 where somebody has subscribed before."""
    if Subscription.objects.exists():
        return 0
    _follow()
    newest: set[Any] = set()
    for wish in _WISHES:
        person = User.objects.get(email=f"{wish.who}@{DOMAIN}")
        wanted = _wanted(wish, person)
        if wanted is None:
            continue
        shown = wanted.shown()
        subscription = wanted.subscribe(
            by=person, shown=shown[1:], name=wanted.name, frequency=wish.frequency
        )
        if wish.is_paused:
            pause_subscription(subscription, by=person)
        shows_demands = wish.where in {"government_demands", "enterprise_demands", "capability"}
        model: Any = Demand if shows_demands else Capability
        newest.update(model.objects.filter(pk__in=shown[:1]).select_related("lifecycle__owner"))
    for listing in sorted(newest, key=lambda one: (one.KEY, one.pk)):
        alert_for(listing, position=0)
    run_until_caught_up()
    return len(_WISHES)


def _follow() -> None:
    """Let the bid manager follow the newest demand with its owner and batch, and a domain."""
    person = User.objects.get(email=f"bidder@{DOMAIN}")
    demands: Any = (
        Demand.objects.public().open_at(clock.now()).filter(lifecycle__batch__isnull=False)
    )
    newest = demands.select_related("lifecycle__owner", "lifecycle__batch").order_by("-pk").first()
    around = [] if newest is None else [newest, newest.lifecycle.owner, newest.lifecycle.batch]
    for target in (*around, *Domain.objects.in_use().filter(slug="city-brain")):
        follow(target, by=person)


def _wanted(wish: _Wish, person: User) -> Wanted | None:
    now = clock.now()
    if wish.query:
        return search_wanted(wish.where, QueryDict(wish.query), now=now)
    model: Any = Demand if wish.where == "demand" else Capability
    own = model.objects.public().owned_by_organisations_of(person).order_by("pk")
    listings = (one for one in own.select_related("lifecycle") if may_follow(person, one))
    listing = next(listings, None)
    return None if listing is None else listing_wanted(listing, now=now)
