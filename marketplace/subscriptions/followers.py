"""Who is told as a follower of an entry: nobody who is told of it otherwise, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.listings.models import Capability, Demand
from marketplace.notifications.kinds import kinds_of, read_once
from marketplace.subscriptions.models import Follow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from marketplace.journal.models import Entry
    from marketplace.listings.models import Listing

    Preparing = Callable[[Demand], Iterable[int]]

PREFIX: Final = "followed_"
"""What the names of the kinds begin with that followers are told by."""

OR_PREPARED: Final = _("You follow this demand, or prepared something for it.")
"""Why people are told of an end: one sentence for both, which gives neither away."""

_LISTINGS: Final = (Demand, Capability)
_TOLD_BY: Final = {"demand_revised": "addendum_published"}
"""Entries of which followers hear by another one of the same change."""
_preparing: list[Preparing] = []


@read_once
def subject_of(entry: Entry) -> Any:
    """Return an entry's subject as it is now, None where it is gone."""
    return entry.subject()


@read_once
def listing_of(entry: Entry) -> Listing | None:
    """Return the listing that an entry is about: its subject, or the demand of its subject."""
    subject = subject_of(entry)
    listing = subject if isinstance(subject, _LISTINGS) else getattr(subject, "demand", None)
    return None if listing is None else _read(type(listing), listing.pk)


@read_once
def shown_of(entry: Entry) -> Listing | None:
    """Return the listing that an entry's words name: the one that it is about, or its successor."""
    if "successor" in entry.data:
        return _read(Demand, int(entry.data["successor"]))
    return listing_of(entry)


def heard_of(entry: Entry) -> frozenset[int]:
    """Return who hears of an entry as a follower, whatever they follow."""
    told_by = _TOLD_BY.get(entry.kind, entry.kind)
    own = (kind for kind in kinds_of(told_by) if kind.name.startswith(PREFIX))
    return frozenset(user.pk for kind in own for user in kind.recipients(entry))


def of_demand(entry: Entry) -> Iterable[User]:
    """Return those who follow the demand that an entry is about, while it is public."""
    demand = listing_of(entry)
    return () if demand is None or not demand.is_public else _of_demand(entry, demand)


def of_relisted(entry: Entry) -> Iterable[User]:
    """Return those who follow a demand whose successor is public, whatever became of itself."""
    successor = shown_of(entry)
    return of_withdrawn(entry) if successor is not None and successor.is_public else ()


def of_withdrawn(entry: Entry) -> Iterable[User]:
    """Return those who follow a demand, which need not be public any more."""
    demand = listing_of(entry)
    return () if demand is None else _of_demand(entry, demand)


def tell_too(preparing: Preparing) -> None:
    """Let a room name who prepared something for a demand: they are told of its end as followers.

    They get the very messages of followers, so that nobody can tell from a message, a log or a
    number of them who prepared something and who only follows.
    """
    if preparing not in _preparing:
        _preparing.append(preparing)


def of_ended(entry: Entry) -> Iterable[User]:
    """Return those who follow a demand that ended, or prepared something for it."""
    demand = listing_of(entry)
    if not isinstance(demand, Demand):
        return ()
    others = {key for preparing in _preparing for key in preparing(demand)}
    return _people(entry, Q(demand=demand.pk), others=others)


def of_ended_in_public(entry: Entry) -> Iterable[User]:
    """Return the same while the demand that ended is public."""
    demand = listing_of(entry)
    return () if demand is None or not demand.is_public else of_ended(entry)


def of_organisation(entry: Entry) -> Iterable[User]:
    """Return those who follow the owner of a listing that is public."""
    listing = listing_of(entry)
    return () if listing is None else _around(entry, listing, rule=_by_owner(listing))


def of_batch(entry: Entry) -> Iterable[User]:
    """Return those who follow the batch of a listing that is public, and not its owner."""
    listing = listing_of(entry)
    if listing is None or listing.lifecycle.batch_id is None:
        return ()
    batch = Q(batch=listing.lifecycle.batch_id)
    return _around(entry, listing, rule=batch, but=_by_owner(listing))


def of_domain(entry: Entry) -> Iterable[User]:
    """Return those who follow a domain of a listing that is public, neither owner nor batch."""
    listing = listing_of(entry)
    if listing is None:
        return ()
    told = _by_owner(listing)
    if listing.lifecycle.batch_id is not None:
        told |= Q(batch=listing.lifecycle.batch_id)
    domains = Q(domain__in=[one.pk for one in listing.domains.all()])
    return _around(entry, listing, rule=domains, but=told)


def _read(model: type[Any], key: int) -> Listing | None:
    rows = model._default_manager.select_related("lifecycle__owner", "lifecycle__batch")
    found: Listing | None = rows.prefetch_related("domains").filter(pk=key).first()
    return found


def _of_demand(entry: Entry, demand: Listing) -> Iterable[User]:
    return _people(entry, Q(demand=demand.pk))


def _by_owner(listing: Listing) -> Q:
    return Q(organisation=listing.lifecycle.owner_id)


def _around(entry: Entry, listing: Listing, *, rule: Q, but: Q | None = None) -> Iterable[User]:
    return _people(entry, rule, but=but) if listing.is_public else ()


def _people(
    entry: Entry, rule: Q, *, but: Q | None = None, others: Collection[int] = ()
) -> Iterable[User]:
    """Return who followed by the time of an entry, without its actor and those told otherwise."""
    begun = Follow.objects.before(entry.at).filter(user=OuterRef("pk"))
    people = User.objects.filter(Exists(begun.filter(rule)) | Q(pk__in=others), is_active=True)
    if but is not None:
        people = people.exclude(Exists(begun.filter(but)))
    found = list(people.only("pk", "is_active"))
    told = _told_otherwise(entry) if found else frozenset()
    return [one for one in found if one.pk not in told and str(one.pk) != entry.actor_key]


@read_once
def _told_otherwise(entry: Entry) -> frozenset[int]:
    """Return whom the kinds of other rooms tell of an entry, such as applicants and owners."""
    others = (kind for kind in kinds_of(entry.kind) if not kind.name.startswith(PREFIX))
    return frozenset(user.pk for kind in others for user in kind.recipients(entry))
