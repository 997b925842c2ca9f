"""Inviting the owner of a capability from its page: for one of the reader's own open demands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.models import Demand
from marketplace.listings.querysets import handled_by
from marketplace.matches.actions import invite_to_apply, require
from marketplace.matches.models import Match, MatchState, Side
from marketplace.matches.permissions import ACTING, may_invite, within_limit
from marketplace.matches.recording import record_pair
from marketplace.organisations.permissions import anew, memberships_of
from marketplace.portal.recording import found_between
from search.engines.protocol import EngineUnavailable

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.listings.models import Capability
    from marketplace.matches.models import Invitation
    from marketplace.matches.recording import Found


class InviteForm(forms.Form):
    """Which of the reader's demands a firm is invited for."""

    demand = forms.ModelChoiceField(
        Demand.objects.none(),
        label=_("for which demand"),
        empty_label=_("choose"),
        error_messages={
            "required": _("Choose the demand for which you invite."),
            "invalid_choice": _("This demand cannot be chosen: it has closed, or was asked for."),
        },
    )

    def __init__(self, *args: Any, demands: QuerySet[Demand], **options: Any) -> None:
        """Offer the demands for which the reader may invite."""
        super().__init__(*args, **options)
        self.fields["demand"].queryset = demands  # type: ignore[attr-defined]


def invite_form(user: Any, capability: Capability, *, at: datetime) -> InviteForm | None:
    """Return an empty form with the reader's demands; None where there are none."""
    demands = demands_to_invite_for(user, capability, at=at)
    return InviteForm(demands=demands) if demands.exists() else None


def demands_to_invite_for(user: Any, capability: Capability, *, at: datetime) -> QuerySet[Demand]:
    """Return the open demands that a person handles and a capability was not asked for yet.

    Nothing for who belongs to its owner, and of owners of whom nobody is on the portal.
    """
    owner = capability.lifecycle.owner
    is_own = any(one.organisation_id == owner.pk for one in memberships_of(user))
    if is_own or owner.is_placeholder or not capability.is_public:
        return Demand.objects.none()
    settled = Q(state__in=[MatchState.DISMISSED, MatchState.CLAIMED])
    asked = Match.objects.filter(settled | Q(invitation__isnull=False), capability=capability)
    closes = "lifecycle__closes_at"
    found: QuerySet[Demand] = (
        Demand.objects.public()
        .filter(Q(**{f"{closes}__isnull": True}) | Q(**{f"{closes}__gt": at}))
        .filter(handled_by(user, ACTING[Side.DEMAND], path="lifecycle"))
        .exclude(mode=Demand.Mode.CHALLENGE)
        .exclude(lifecycle__owner=owner)
        .exclude(pk__in=asked.values("demand"))
        .order_by(closes, "pk")
    )
    return found


def invite_holder(demand: Demand, capability: Capability, *, by: User) -> Invitation:
    """Invite a capability's owner to apply for a demand, whether or not they were found to fit.

    A pair that was never recorded is worked out now, as every other is, and recorded once the
    invitation may be sent. Refusal as of every invitation, and while matching rests.
    """
    match = Match.objects.filter(demand=demand, capability=capability).first()
    if match is None:
        _ask_first(Match(demand=demand, capability=capability), by=by)
        match = record_pair(_worked_out(demand, capability))
    return invite_to_apply(match, by=by)


def _ask_first(pair: Match, *, by: User) -> None:
    """Ask what the invitation asks again under its locks: who may not invite records nothing."""
    now = clock.now()
    require(may_invite(anew(by), pair, at=now))
    require(within_limit(pair.demand.lifecycle.owner, at=now))


def _worked_out(demand: Demand, capability: Capability) -> Found:
    try:
        found = found_between(demand, capability)
    except EngineUnavailable as error:
        raise _resting() from error
    if found is None:
        raise _resting()
    return found


def _resting() -> Refusal:
    message = _("The two cannot be compared just now. Please try again in a few minutes.")
    return Refusal(message, code="resting", status=503)
