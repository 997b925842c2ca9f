"""Challenges with their rules and criteria, programmes, and the reasons of side exits."""

from marketplace.challenges.models.challenge import (
    NOTE_LENGTH,
    RULES,
    TOP,
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
from marketplace.challenges.models.plan_reminder import PlanReminder
from marketplace.challenges.models.programme import Programme
from marketplace.challenges.models.template_document import (
    MOST_TEMPLATES,
    TITLE_LENGTH,
    TemplateDocument,
)

__all__ = [
    "MOST_TEMPLATES",
    "NOTE_LENGTH",
    "RULES",
    "TITLE_LENGTH",
    "TOP",
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
    "PlanReminder",
    "Programme",
    "SealMode",
    "TemplateDocument",
    "WayOut",
]
