"""Following a demand, an organisation, a domain or a batch, and no longer: two actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.listings.models import Batch, CapabilityLifecycle, Demand, DemandLifecycle
from marketplace.organisations.models import Organisation
from marketplace.subscriptions import permissions
from marketplace.subscriptions.models import Follow, Followed
from marketplace.taxonomy.models import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    Target = Demand | Organisation | Domain | Batch

_MODELS: Final[dict[type[Any], str]] = {
    Demand: Followed.DEMAND,
    Organisation: Followed.ORGANISATION,
    Domain: Followed.DOMAIN,
    Batch: Followed.BATCH,
}


def kind_of(target: Target) -> str:
    """Return what kind of thing a target is, which is also the column that holds it."""
    return next(kind for model, kind in _MODELS.items() if isinstance(target, model))


def name_of(target: Target) -> str:
    """Return what a target is called; of a demand that is no longer public, its number."""
    if isinstance(target, Demand) and not target.is_public:
        return str(target.lifecycle)
    return str(target)


def followable_by(user: Any, kind: str) -> QuerySet[Any]:
    """Return what of a kind a person may begin to follow: what they may read, and what lives."""
    return _FOLLOWABLE[Followed(kind)](user)


def follow_of(user: Any, target: Target) -> Follow | None:
    """Return a person's follow of a target, None where there is none."""
    own = Follow.objects.visible_to(user)
    found: Follow | None = own.filter(**{kind_of(target): target.pk}).first()
    return found


@transaction.atomic
def follow(target: Target, *, by: User) -> Follow:
    """Let a person follow a target from now on; who follows it already does so as before.

    Refusal where they may not, or the target is not there for them.
    """
    # So that two clicks do not pass the limit together.
    list(User.objects.select_for_update().filter(pk=by.pk))
    standing = follow_of(by, target)
    if standing is not None:
        return standing
    permissions.may_begin(by).demand()
    kind = kind_of(target)
    # Held: a placeholder is not merged meanwhile, nor a batch deleted.
    rows = followable_by(by, kind).filter(pk=target.pk)
    if not list(rows.select_for_update(of=("self",))):
        raise Refusal(_("This cannot be followed now."), code="not_followable", status=404)
    begun = Follow.objects.create(user=by, since=clock.now(), **{kind: target})
    record("follow_begun", begun, actor=by)
    return begun


@transaction.atomic
def unfollow(target: Target, *, by: User) -> None:
    """Let a person be told of a target no longer; nothing happens where they did not follow it."""
    own = Follow.objects.select_for_update().visible_to(by)
    for standing in own.filter(**{kind_of(target): target.pk}):
        record("follow_ended", standing, actor=by)
        standing.delete()


def merge_follows(placeholder: Organisation, into: Organisation, *, by: User) -> None:
    """Let who followed a placeholder follow the firm that took over; in the merge's transaction."""
    theirs = set(Follow.objects.filter(organisation=into).values_list("user", flat=True))
    for standing in Follow.objects.select_for_update().filter(organisation=placeholder):
        if standing.user_id in theirs:
            record("follow_ended", standing, actor=by)
            standing.delete()
        else:
            standing.organisation = into
            standing.save(update_fields=["organisation"])
            record("follow_moved", standing, actor=by)


def _demands(_user: Any) -> QuerySet[Any]:
    return Demand.objects.public()


def _organisations(user: Any) -> QuerySet[Any]:
    return Organisation.objects.visible_to(user).present()


def _domains(_user: Any) -> QuerySet[Any]:
    return Domain.objects.in_use()


def _batches(_user: Any) -> QuerySet[Any]:
    """Return the batches in which something is public; others may still be planned in private."""
    demands = DemandLifecycle.objects.filter(batch=OuterRef("pk"), state="live", demand__live=True)
    capabilities = CapabilityLifecycle.objects.filter(
        batch=OuterRef("pk"), state="live", capability__live=True
    )
    return Batch.objects.filter(Exists(demands) | Exists(capabilities))


_FOLLOWABLE: Final[dict[str, Callable[[Any], QuerySet[Any]]]] = {
    Followed.DEMAND: _demands,
    Followed.ORGANISATION: _organisations,
    Followed.DOMAIN: _domains,
    Followed.BATCH: _batches,
}
