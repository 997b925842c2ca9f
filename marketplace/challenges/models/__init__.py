"""Challenges with their rules and criteria, programmes, and the reasons of side exits."""

from marketplace.challenges.models.challenge import (
    RULES,
    Challenge,
    ChallengeState,
    Infrastructure,
    SealMode,
)
from marketplace.challenges.models.criterion import Criterion
from marketplace.challenges.models.exit_reason import ExitReason, WayOut
from marketplace.challenges.models.programme import Programme

__all__ = [
    "RULES",
    "Challenge",
    "ChallengeState",
    "Criterion",
    "ExitReason",
    "Infrastructure",
    "Programme",
    "SealMode",
    "WayOut",
]
