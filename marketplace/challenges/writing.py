"""Saving the rules of a challenge while it is being drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.challenges import permissions
from marketplace.challenges.actions import require
from marketplace.challenges.models import Challenge, Criterion
from marketplace.challenges.rules import CriterionText, put, storable, vars_of
from marketplace.core.refusals import Refusal, mistakes
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.listings.models import Demand


@transaction.atomic
def save_rules(
    demand: Demand,
    *,
    by: User,
    rules: Mapping[str, Any],
    criteria: Sequence[CriterionText],
    base_edition: int = 0,
) -> Challenge:
    """Save what an author rules; the first time this begins the challenge of the demand.

    Of two writers one wins: `base_edition` is the edition that the author saw, and the other gets
    a Refusal with the code `edit_conflict`. A draft may be incomplete; the fitness check asks.
    """
    lock_lifecycle(demand)
    saved = Challenge.objects.filter(demand=demand).select_related("programme").first()
    challenge: Challenge = saved or Challenge(demand=demand)
    challenge.demand = demand
    if saved is None:
        permissions.may_begin(anew(by), demand).demand()
    else:
        require(permissions.may_change_rules(anew(by), challenge))
    if base_edition != challenge.edition:
        told = _("Somebody else saved these rules meanwhile. Compare both before you save again.")
        raise Refusal(told, code="edit_conflict")
    put(rules, into=challenge)
    refuse(storable(challenge, criteria))
    challenge.edition += 1
    if saved is None:
        challenge.save(force_insert=True)
    else:
        challenge.save(update_fields=[*rules, "edition"])
    _replace_criteria(challenge, criteria)
    return challenge


def _replace_criteria(challenge: Challenge, criteria: Sequence[CriterionText]) -> None:
    challenge.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(challenge=challenge, position=position, **vars_of(one))
        for position, one in enumerate(criteria, start=1)
    )


def refuse(problems: Any) -> None:
    """Raise the Refusal that tells problems beside their fields, where there are any."""
    found: dict[str, list[Any]] = {}
    for field, message in problems:
        found.setdefault(field, []).append(message)
    if found:
        raise mistakes(found)
