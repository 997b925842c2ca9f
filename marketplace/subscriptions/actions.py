"""Subscribing, changing, pausing and deleting: each change is one function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew
from marketplace.subscriptions import permissions
from marketplace.subscriptions.models import Known, SavedSearch, Subscription

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.listings.models import Capability, Demand

KNOWN_AT_MOST = 10_000
"""So many listings that a subscription showed when it was made are kept with it."""

_WRITTEN = ("name", "frequency", "by_mail")


class AlreadySubscribed(Refusal):
    """The person has this subscription already, and is led there."""

    def __init__(self, subscription: Subscription) -> None:
        """Hold the subscription that exists."""
        super().__init__(_("You have this subscription already."), code="duplicate")
        self.subscription = subscription


class Wishes(TypedDict):
    """What a person says of a subscription."""

    name: str
    frequency: NotRequired[str]
    by_mail: NotRequired[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A list's search as its page read it: the text, the chosen values and their names."""

    list_key: str
    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@transaction.atomic
def save_search(
    search: Search, *, by: User, shown: Sequence[int], **wishes: Unpack[Wishes]
) -> Subscription:
    """Subscribe a person to what a search shows beyond what it shows now.

    Refusal where they may not; AlreadySubscribed where they have it.
    """
    _lock(by).demand()
    return _subscribe(by, {"search": _kept(search)}, shown=shown, wishes=wishes)


@transaction.atomic
def follow_matches(
    listing: Demand | Capability, *, by: User, shown: Sequence[int], **wishes: Unpack[Wishes]
) -> Subscription:
    """Subscribe a person to what fits an own listing beyond what fits it now.

    Refusal where they may not; AlreadySubscribed where they have it.
    """
    _lock(by).demand()
    permissions.may_follow(anew(by), listing).demand()
    return _subscribe(by, {listing.KEY: listing}, shown=shown, wishes=wishes)


@transaction.atomic
def change_subscription(
    subscription: Subscription, *, by: User, **wishes: Unpack[Wishes]
) -> Subscription:
    """Give a subscription another name or frequency."""
    subscription = _locked(subscription, by)
    _write(subscription, wishes)
    subscription.save(update_fields=list(_WRITTEN))
    record("subscription_changed", subscription, actor=by)
    return subscription


@transaction.atomic
def pause_subscription(subscription: Subscription, *, by: User) -> Subscription:
    """Let a subscription tell nothing; what comes meanwhile is not told later."""
    subscription = _locked(subscription, by)
    subscription.pause()
    subscription.save(update_fields=["state"])
    record("subscription_paused", subscription, actor=by)
    return subscription


@transaction.atomic
def resume_subscription(subscription: Subscription, *, by: User) -> Subscription:
    """Let a subscription tell again, of what comes from now on."""
    subscription = _locked(subscription, by)
    subscription.resume()
    subscription.save(update_fields=["state"])
    record("subscription_resumed", subscription, actor=by)
    return subscription


@transaction.atomic
def delete_subscription(subscription: Subscription, *, by: User) -> None:
    """Forget a subscription and what it told; messages that told nothing else go with it."""
    subscription = _locked(subscription, by)
    record("subscription_deleted", subscription, actor=by)
    search = subscription.search
    subscription.delete()
    if search is not None:
        list(SavedSearch.objects.select_for_update().filter(pk=search.pk))
        SavedSearch.objects.filter(pk=search.pk, subscriptions=None).delete()


def _lock(by: User) -> Any:
    """Lock a person, so that two clicks do not pass the limit together; return the decision."""
    list(User.objects.select_for_update().filter(pk=by.pk))
    return permissions.may_subscribe(by)


def _kept(search: Search) -> SavedSearch:
    filters = {name: list(values) for name, values in search.filters.items() if values}
    asked = {
        "list_key": search.list_key,
        "text": search.text,
        "filters": filters,
        "labels": {name: dict(labels) for name, labels in search.labels.items()},
    }
    digest = SavedSearch.digest_of(search.list_key, search.text, filters)
    while True:
        row, _new = SavedSearch.objects.get_or_create(digest=digest, defaults=asked)
        # Whoever deletes the last other subscription takes the row along, unless it is held.
        kept = SavedSearch.objects.select_for_update().filter(pk=row.pk).first()
        if kept is not None:
            return kept


def _subscribe(
    by: User, to: dict[str, Any], *, shown: Sequence[int], wishes: Wishes
) -> Subscription:
    standing = Subscription.objects.visible_to(by).filter(**to).first()
    if standing is not None:
        raise AlreadySubscribed(standing)
    subscription = Subscription(user=by, created_at=clock.now(), **to)
    _write(subscription, wishes)
    subscription.save(force_insert=True)
    Known.objects.create(
        subscription=subscription,
        listings=sorted(shown)[:KNOWN_AT_MOST],
        is_cut=len(shown) >= KNOWN_AT_MOST,
    )
    record("subscription_saved", subscription, actor=by)
    return subscription


def _locked(subscription: Subscription, by: User) -> Subscription:
    """Return a subscription as it is now, locked; Refusal where it is gone or another's."""
    found = Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription.pk).first()
    if found is None:
        raise Refusal(_("This subscription is gone already."), code="gone", status=410)
    permissions.may_change(by, found).demand()
    fresh: Subscription = found
    return fresh


def _write(subscription: Subscription, wishes: Wishes) -> None:
    """Set what a person said; Refusal beside the fields that have mistakes."""
    for name in _WRITTEN:
        if name in wishes:
            setattr(subscription, name, wishes[name])  # type: ignore[literal-required]
    subscription.name = " ".join(subscription.name.split())
    try:
        subscription.clean_fields(exclude={"user", "search", "demand", "capability"})
    except ValidationError as error:
        raise mistakes(
            {name: [str(one) for one in told] for name, told in error.message_dict.items()}
        ) from error
