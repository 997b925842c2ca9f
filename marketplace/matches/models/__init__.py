"""Matches, what each side did with them, invitations, and what happened for the figures."""

from marketplace.matches.models.event import Event, EventKind
from marketplace.matches.models.invitation import (
    Invitation,
    InvitationState,
    MutedOrganisation,
)
from marketplace.matches.models.match import (
    REASON_LENGTH,
    Level,
    Match,
    MatchState,
    PastReason,
    Shortlist,
    Side,
    SideOfMatch,
)

__all__ = [
    "REASON_LENGTH",
    "Event",
    "EventKind",
    "Invitation",
    "InvitationState",
    "Level",
    "Match",
    "MatchState",
    "MutedOrganisation",
    "PastReason",
    "Shortlist",
    "Side",
    "SideOfMatch",
]
