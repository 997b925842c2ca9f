"""Panels, draws, seats, and what experts declared."""

from marketplace.reviews.models.draw import Draw, DrawState
from marketplace.reviews.models.panel import Panel, PanelState
from marketplace.reviews.models.seat import Cause, Declaration, Recusal, Seat, SeatState

__all__ = [
    "Cause",
    "Declaration",
    "Draw",
    "DrawState",
    "Panel",
    "PanelState",
    "Recusal",
    "Seat",
    "SeatState",
]
