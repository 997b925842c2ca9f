"""Listing a challenge again that ended without a result or was terminated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.actions import locked, require, storable_words
from marketplace.challenges.models import RULES, Challenge
from marketplace.challenges.rules import CriterionText
from marketplace.challenges.templates import copy_templates
from marketplace.challenges.writing import save_rules
from marketplace.core import clock
from marketplace.core.decisions import Decision, refused
from marketplace.core.refusals import Refusal
from marketplace.journal.consumers import consumer
from marketplace.journal.record import record
from marketplace.listings.actions import copy_as_draft
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.listings.permissions import may_write
from marketplace.organisations.permissions import anew
from marketplace.subscriptions.following import follow
from marketplace.subscriptions.models import Follow

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


def may_relist(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may list a challenge again: the author, once it has failed."""
    again = (Challenge.State.FAILED, Challenge.State.TERMINATED)
    if challenge.state not in again:
        return refused(_("Only what failed or was terminated is listed again."), "wrong_state")
    if not challenge.programme.is_active:
        return refused(_("This programme is no longer in use."), "wrong_state")
    return may_write(user, challenge.demand)


@transaction.atomic
def relist_challenge(challenge: Challenge, *, by: User, lessons: str = "") -> Challenge:
    """Copy demand, rules and criteria as a new draft linked to this challenge, and return it.

    A second call returns the draft that the first one made. Followers and answered questions
    come over when the new one is listed; `lessons` stand on its page.
    """
    challenge = locked(challenge)
    require(may_relist(anew(by), challenge))
    made: Challenge | None = Challenge.objects.filter(predecessor=challenge).first()
    if made is not None:
        return made
    criteria = [
        CriterionText(one.name, one.weight, one.minimum, one.guidance, one.top)
        for one in challenge.criteria.order_by("position")
    ]
    rules = {name: getattr(challenge, name) for name in RULES}
    draft = copy_as_draft(challenge.demand, by=by)
    successor = save_rules(draft, by=by, rules=rules, criteria=criteria)
    copy_templates(challenge, to=successor)
    successor.predecessor, successor.lessons = challenge, storable_words(lessons, "lessons")
    successor.save(update_fields=["predecessor", "lessons"])
    record("challenge_relisted", challenge, actor=by, data={"successor": successor.pk})
    return successor


@consumer("challenge_relisting", {"challenge_published"})
def challenge_relisting(entry: Entry) -> None:
    """Carry followers over and tell them, once, when the successor of a challenge is listed."""
    rows = Challenge.objects.for_rows().select_related("predecessor__demand__lifecycle")
    successor = rows.filter(
        pk=int(entry.subject_key), predecessor__isnull=False, carried_at__isnull=True
    ).first()
    if successor is None:
        return
    ancestor = successor.predecessor.demand
    lock_lifecycle(ancestor)
    successor.carried_at = clock.now()
    successor.save(update_fields=["carried_at"])
    record("demand_relisted", ancestor, actor=None, data={"successor": successor.demand_id})
    for one in Follow.objects.filter(demand=ancestor, user__is_active=True).select_related("user"):
        _carry(one, successor)


def _carry(standing: Follow, successor: Challenge) -> None:
    """Let a follower follow the successor; whoever follows too much already is only told."""
    try:
        follow(successor.demand, by=standing.user)
    except Refusal:
        return
