"""Panels, draws, seats, what experts declared, what they scored, and the rankings."""

from marketplace.reviews.models.draw import Draw, DrawState
from marketplace.reviews.models.panel import Panel, PanelState
from marketplace.reviews.models.ranking import Finding, Ranking
from marketplace.reviews.models.round import ReviewRound, RoundState
from marketplace.reviews.models.seat import Cause, Declaration, Recusal, Seat, SeatState
from marketplace.reviews.models.sheet import SCORE_AT_MOST, Mark, Sheet

__all__ = [
    "SCORE_AT_MOST",
    "Cause",
    "Declaration",
    "Draw",
    "DrawState",
    "Finding",
    "Mark",
    "Panel",
    "PanelState",
    "Ranking",
    "Recusal",
    "ReviewRound",
    "RoundState",
    "Seat",
    "SeatState",
    "Sheet",
]
