"""Challenges with their rules and criteria, programmes, and the reasons of side exits."""

from marketplace.challenges.models.challenge import (
    NOTE_LENGTH,
    RULES,
    Challenge,
    ChallengeState,
    Infrastructure,
    SealMode,
)
from marketplace.challenges.models.criterion import Criterion
from marketplace.challenges.models.exit_reason import ExitReason, WayOut
from marketplace.challenges.models.fitness import (
    Aspect,
    FitnessCheck,
    FitnessRemark,
    FitnessVote,
    Outcome,
)
from marketplace.challenges.models.programme import Programme

__all__ = [
    "NOTE_LENGTH",
    "RULES",
    "Aspect",
    "Challenge",
    "ChallengeState",
    "Criterion",
    "ExitReason",
    "FitnessCheck",
    "FitnessRemark",
    "FitnessVote",
    "Infrastructure",
    "Outcome",
    "Programme",
    "SealMode",
    "WayOut",
]
