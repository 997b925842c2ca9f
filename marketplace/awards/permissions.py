"""Who may show a result, object to it, decide on objections and award, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.awards.models import Objection, ResultNotice, ResultNoticeState
from marketplace.awards.transitions import NOTICE, OBJECTION
from marketplace.bids.validity import enough_valid
from marketplace.challenges import permissions as challenge_permissions
from marketplace.core import moments
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.listings.permissions import is_portal_staff, roles_handling
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import memberships_of
from marketplace.reviews.rounds import standing_ranking

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.challenges.models import Challenge

OBJECTIONS_A_PERSON: Final = 3
"""How many objections to one notice a person may file."""


def may_draft_notice(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may write the notice of a result: who runs it, once bids are open."""
    decision = challenge_permissions.may_run(user, challenge) and challenge_permissions.in_state(
        challenge, "announce"
    )
    standing = ResultNotice.objects.standing().filter(challenge=challenge)
    if decision and standing.exclude(state=ResultNoticeState.DRAFTED).exists():
        return refused(_("A notice of this result is on show already."), "wrong_state")
    return decision and enough_valid(challenge) and _has_ranking(challenge)


def may_show_notice(user: Any, notice: ResultNotice) -> Decision:
    """Return whether a person may show a drafted notice: an approver who did not write it."""
    decision = _approves(user, notice) and _notice_allows(notice, "show")
    if decision and not notice.stands_on_its_ranking:
        reason = _("The ranking behind this draft no longer counts: write it anew.")
        return refused(reason, "replaced")
    decision = decision and challenge_permissions.in_state(notice.challenge, "announce")
    return decision and enough_valid(notice.challenge)


def may_discard_notice(user: Any, notice: ResultNotice) -> Decision:
    """Return whether a person may throw a draft away: who runs the challenge."""
    decision = challenge_permissions.may_run(user, notice.challenge)
    return decision and _notice_allows(notice, "discard")


def may_settle_notice(user: Any, notice: ResultNotice, *, at: datetime) -> Decision:
    """Return whether the award may become final: the notice has ended, no objection is open."""
    decision = _approves(user, notice) and _notice_allows(notice, "settle")
    until = notice.lasts_until
    if decision and until is not None and at < until:
        reason = _("The notice is on show until {instant}; the award is final after it.")
        return refused(format_lazy(reason, instant=moments.written(until)), "on_show")
    if decision and notice.is_reckoned:
        reason = _(
            "The notice lasts into a year whose calendar of holidays is not known yet: the award"
            " waits until the portal's staff have entered it."
        )
        return refused(reason, "reckoned")
    open_ones = Objection.objects.open().filter(notice__challenge=notice.challenge_id)
    if decision and open_ones.exists():
        return refused(_("An objection is open; the award waits for its decision."), "objection")
    return decision


def may_object(user: Any, notice: ResultNotice, *, at: datetime) -> Decision:
    """Return whether a person may object to a result at an instant: anybody but the owner's own."""
    if not notice.is_open_at(at):
        return refused(_("Objections are taken while the notice is on show."), "not_on_show")
    if not user.is_authenticated or not user.is_active:
        return refused(_("Please sign in to object; objections are made by name."), "anonymous")
    owner = notice.challenge.demand.lifecycle.owner_id
    if any(one.organisation_id == owner for one in memberships_of(user)):
        return refused(_("This is your own organisation's challenge."), "own_challenge")
    if Objection.objects.filter(notice=notice, objector=user).count() >= OBJECTIONS_A_PERSON:
        reason = _("You have filed {number} objections to this notice; no more are taken.")
        return refused(format_lazy(reason, number=OBJECTIONS_A_PERSON), "too_many")
    return ALLOWED


def may_withdraw_objection(user: Any, objection: Objection) -> Decision:
    """Return whether a person may withdraw an objection: who filed it, before the decision."""
    if not user.is_authenticated or objection.objector_id != user.pk:
        return refused(_("Who objects withdraws."), "not_objector")
    return _objection_allows(objection, "withdraw")


def may_decide(user: Any, objection: Objection) -> Decision:
    """Return whether a person may decide on an objection: somebody without a part in the result."""
    able = Objection.objects.decided_by_people_like(user).filter(pk=objection.pk)
    if not able.exists():
        return refused(
            _("An approver or the portal's staff decides, never who had a part in the result."),
            "not_decider",
        )
    return _objection_allows(objection, "reject")


def may_read_evidence(user: Any, evidence: Any) -> Decision:
    """Return whether a person may read a file of an objection: who may read the objection."""
    if Objection.objects.visible_to(user).filter(pk=evidence.objection_id).exists():
        return ALLOWED
    return refused(_("This objection is handled by other people."), "private")


def _approves(user: Any, notice: ResultNotice) -> Decision:
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    if notice.drafted_by_id == user.pk:
        return refused(_("You wrote this notice; somebody else puts it on show."), "own_notice")
    handling = roles_handling(user, notice.challenge.demand.lifecycle)
    if Role.APPROVER in handling or is_portal_staff(user):
        return ALLOWED
    return refused(_("An approver of the handling unit does this."), "not_approver")


def _has_ranking(challenge: Challenge) -> Decision:
    ranking = standing_ranking(challenge)
    if ranking is None:
        return refused(_("The panel has not frozen its ranking yet."), "no_ranking")
    if not ranking.ranks():
        reason = _("No bid reaches the least scores: the challenge can end without a result.")
        return refused(reason, "none_above")
    return ALLOWED


def _notice_allows(notice: ResultNotice, verb: str) -> Decision:
    if NOTICE.allows(verb, notice.state):
        return ALLOWED
    return refused(
        _("This notice has moved on: %(state)s.") % {"state": notice.State(notice.state).label},
        "wrong_state",
    )


def _objection_allows(objection: Objection, verb: str) -> Decision:
    if OBJECTION.allows(verb, objection.state):
        return ALLOWED
    label = objection.State(objection.state).label
    return refused(_("This objection is settled: %(state)s.") % {"state": label}, "wrong_state")
