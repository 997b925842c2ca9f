"""Deliveries with checkpoints, evidence, gates, payments, changes, acceptance and results."""

from marketplace.deliveries.models.acceptance import (
    Answer,
    AnswerFile,
    Appraisal,
    HandIn,
    HandInFile,
    Outcome,
    Verdict,
)
from marketplace.deliveries.models.change import OPEN_CHANGES, ChangeRequest, ChangeState
from marketplace.deliveries.models.checkpoint import (
    About,
    Check,
    Checkpoint,
    CheckpointState,
    Prompt,
    Submission,
    SubmissionFile,
)
from marketplace.deliveries.models.delivery import ENDED, Delivery, DeliveryState
from marketplace.deliveries.models.gate import Course, GateProposal, GateState
from marketplace.deliveries.models.opinion import Opinion
from marketplace.deliveries.models.payment import Payment, PaymentState
from marketplace.deliveries.models.result import Result, ResultState
from marketplace.deliveries.models.texts import FILES_LIMIT, LINKS_LIMIT, WORDS_LENGTH

__all__ = [
    "ENDED",
    "FILES_LIMIT",
    "LINKS_LIMIT",
    "OPEN_CHANGES",
    "WORDS_LENGTH",
    "About",
    "Answer",
    "AnswerFile",
    "Appraisal",
    "ChangeRequest",
    "ChangeState",
    "Check",
    "Checkpoint",
    "CheckpointState",
    "Course",
    "Delivery",
    "DeliveryState",
    "GateProposal",
    "GateState",
    "HandIn",
    "HandInFile",
    "Opinion",
    "Outcome",
    "Payment",
    "PaymentState",
    "Prompt",
    "Result",
    "ResultState",
    "Submission",
    "SubmissionFile",
    "Verdict",
]
