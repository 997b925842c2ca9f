"""What people do with a match: each change is one function, whatever door it comes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.matches import events, permissions
from marketplace.matches.models import (
    EventKind,
    Invitation,
    InvitationState,
    Match,
    MatchState,
    MutedOrganisation,
    Side,
    SideOfMatch,
)
from marketplace.organisations.locks import locked as locked_organisation
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision

_NOT_THEIRS = frozenset({"anonymous", "not_side", "not_member", "wrong_role"})
_DISMISSAL = ["state", "dismissed_side", "dismissed_by", "dismissed_at", "dismissed_reason"]


@transaction.atomic
def see_match(match: Match, *, side: str, by: User) -> Match:
    """Note that a side opened a match; the first opening of a suggestion moves it on."""
    match = locked(match)
    if side not in permissions.sides_of(anew(by), match):
        raise Refusal(_("This match is not yours."), code="not_side", status=403)
    own, _new = SideOfMatch.objects.get_or_create(match=match, side=side)
    if own.seen_at is None:
        own.seen_at = clock.now()
        own.save(update_fields=["seen_at"])
    if match.state == MatchState.SUGGESTED:
        match.see()
        _settle(match, "match_seen", by=by, side=side, fields=["state"])
    return match


@transaction.atomic
def confirm_contact(match: Match, *, side: str, by: User) -> Match:
    """Confirm contact (对接) for a side; with the second confirmation both are in contact."""
    match = locked(match)
    now = clock.now()
    require(permissions.may_confirm(anew(by), match, side=side, at=now))
    SideOfMatch.objects.update_or_create(
        match=match, side=side, defaults={"confirmed_at": now, "confirmed_by": by}
    )
    if not _is_confirmed(match, Side(side).other):
        record("match_confirmed", match, actor=by, data={"side": side})
        return reread(match)
    match.contact(at=now)
    _settle(match, "match_contacted", by=by, side=side, fields=["state", "contacted_at"])
    events.note(EventKind.CONTACTED, match, side=side, at=now)
    return reread(match)


@transaction.atomic
def dismiss_match(match: Match, *, side: str, by: User, reason: str) -> Match:
    """Put a match aside for a side, with a reason for its own people; it may be taken up again."""
    match = locked(match)
    require(permissions.may_dismiss(anew(by), match, side=side))
    now = clock.now()
    match.dismiss(side=side, by=by, at=now, reason=_reason(reason))
    _settle(match, "match_dismissed", by=by, side=side, fields=_DISMISSAL)
    events.note(EventKind.DISMISSED, match, side=side, at=now)
    return match


@transaction.atomic
def restore_match(match: Match, *, side: str, by: User) -> Match:
    """Take up again what the own side had put aside."""
    match = locked(match)
    require(permissions.may_restore(anew(by), match, side=side))
    match.restore()
    _settle(match, "match_restored", by=by, side=side, fields=_DISMISSAL)
    return match


@transaction.atomic
def invite_to_apply(match: Match, *, by: User) -> Invitation:
    """Invite the capability's owner to apply for the demand: once a pair, so many a day."""
    match = locked(match)
    # After the match, as every event names an organisation after it: no two callers entangle.
    owner = locked_organisation(match.demand.lifecycle.owner)
    now = clock.now()
    require(permissions.may_invite(anew(by), match, at=now))
    require(permissions.within_limit(owner, at=now))
    invitation = Invitation.objects.create(match=match, sent_at=now, sent_by=by)
    record("invitation_sent", invitation, actor=by, data={"match": match.pk})
    events.note(EventKind.INVITED, match, side=Side.DEMAND, at=now)
    return invitation


@transaction.atomic
def accept_invitation(match: Match, *, by: User) -> Invitation:
    """Accept an invitation in the firm's name, which then applies; safe to repeat."""
    match = locked(match)
    standing: Invitation | None = getattr(match, "invitation", None)
    if standing is not None and standing.state == InvitationState.ACCEPTED:
        return standing
    now = clock.now()
    require(permissions.may_accept(anew(by), match, at=now))
    invitation = match.invitation
    invitation.accept(by=by, at=now)
    invitation.save(update_fields=["state", "accepted_at", "accepted_by"])
    record("invitation_accepted", invitation, actor=by, data={"match": match.pk})
    return invitation


@transaction.atomic
def decline_invitation(match: Match, *, by: User, reason: str) -> Invitation:
    """Decline an invitation in the firm's name, with a reason that the demand's owner reads."""
    match = locked(match)
    require(permissions.may_decline(anew(by), match))
    invitation = match.invitation
    invitation.decline(by=by, at=clock.now(), reason=_reason(reason))
    invitation.save(update_fields=["state", "settled_at", "declined_by", "reason"])
    record("invitation_declined", invitation, actor=by, data={"match": match.pk})
    return invitation


@transaction.atomic
def mute_inviter(match: Match, *, by: User) -> MutedOrganisation:
    """Have a firm take no more invitations from the owner of the demand that it was invited to.

    What it was sent before stays; the owner is not told.
    """
    match = locked(match)
    firm = locked_organisation(match.capability.lifecycle.owner)
    require(permissions.may_mute(anew(by), match))
    muted = MutedOrganisation.objects.create(
        firm=firm,
        organisation=match.demand.lifecycle.owner,
        muted_at=clock.now(),
        muted_by=by,
    )
    record("organisation_muted", muted, actor=by)
    return muted


@transaction.atomic
def lift_mute(muted: MutedOrganisation, *, by: User) -> None:
    """Have a firm take invitations from an organisation again; safe to repeat."""
    for standing in MutedOrganisation.objects.select_for_update().filter(pk=muted.pk):
        require(permissions.may_lift(anew(by), standing))
        record("organisation_unmuted", standing, actor=by)
        standing.delete()


@transaction.atomic
def note_claim(match: Match, *, by: User | None) -> Match:
    """Note that the firm applied: the match and a waiting invitation move on; safe to repeat."""
    match = locked(match)
    if match.state != MatchState.CLAIMED:
        match.claim()
        match.save(update_fields=["state"])
        record("match_claimed", match, actor=by, data={"demand": match.demand_id})
    if hasattr(match, "invitation") and match.invitation.is_waiting:
        match.invitation.answer(at=clock.now())
        match.invitation.save(update_fields=["state", "settled_at"])
        record("invitation_answered", match.invitation, actor=by, data={"match": match.pk})
    return match


def locked(match: Match) -> Match:
    """Return a match as it is now, under the lock that every change of it takes."""
    Match.objects.select_for_update().get(pk=match.pk)
    return reread(match)


def reread(match: Match) -> Match:
    """Return a match with what its pages and permissions read."""
    fresh: Match = Match.objects.for_rows().get(pk=match.pk)
    return fresh


def require(decision: Decision) -> None:
    """Raise a Refusal: 403 for whoever is no party to it, 409 where something stands in the way."""
    decision.demand(status=403 if decision.code in _NOT_THEIRS else 409)


def _settle(match: Match, kind: str, *, by: User, side: str, fields: list[str]) -> None:
    match.save(update_fields=fields)
    record(kind, match, actor=by, data={"side": side})


def _is_confirmed(match: Match, side: str) -> bool:
    return bool(match.sides.filter(side=side, confirmed_at__isnull=False).exists())


def _reason(text: str) -> str:
    """Return a reason that can be stored; Refusal beside the field where there is none."""
    reason = text.strip()
    messages: list[Any] = [] if reason else [_("Please say why.")]
    try:
        if reason:
            Match._meta.get_field("dismissed_reason").clean(reason, None)
    except ValidationError as error:
        messages = list(error.messages)
    if messages:
        raise mistakes({"reason": messages})
    return reason
