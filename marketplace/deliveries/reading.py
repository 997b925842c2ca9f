"""Who reads the files of a delivery."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.deliveries.hearing_permissions import may_read_as_panel
from marketplace.deliveries.models import AnswerFile, Delivery, HandInFile, SubmissionFile
from marketplace.deliveries.permissions import may_deliver


def may_read_file(user: Any, file: SubmissionFile | AnswerFile | HandInFile) -> Decision:
    """Return whether a person may read a file: who reads the delivery; of a draft, the firm."""
    delivery = _delivery_of(file)
    if isinstance(file, AnswerFile):
        return may_deliver(user, delivery)
    if Delivery.objects.visible_to(user).filter(pk=delivery.pk).exists():
        return ALLOWED
    if isinstance(file, HandInFile) and may_read_as_panel(user, delivery):
        return ALLOWED
    return refused(_("Both sides read this, and nobody else."), "private")


def _delivery_of(file: SubmissionFile | AnswerFile | HandInFile) -> Delivery:
    if isinstance(file, SubmissionFile):
        found: Delivery = file.submission.checkpoint.delivery
        return found
    return file.answer.delivery if isinstance(file, AnswerFile) else file.hand_in.delivery
