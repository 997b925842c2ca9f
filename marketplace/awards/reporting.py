"""Reporting (举报) to the supervisor and what the supervisor does; each change is one function.

Entries of the journal name no author, and a report is no fact about its challenge: entries stand
under the report alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.awards import report_permissions as permissions
from marketplace.awards.models import EVIDENCE_LIMIT, Concern, Objection, Report
from marketplace.awards.models.report import TAKE_WORKDAYS
from marketplace.awards.report_seal import (
    Said,
    author_digest,
    sealed_answer,
    sealed_evidence,
    sealed_report,
)
from marketplace.challenges.actions import locked, require
from marketplace.core import clock, idempotency
from marketplace.core.numbers import receipt_number
from marketplace.core.refusals import mistakes
from marketplace.core.workdays import due_after
from marketplace.files.store import Taken, taken
from marketplace.journal.record import record
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.challenges.models import Challenge

LEAST_WORDS: Final = 10
"""How many characters a report says at least."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is reported: what it is about, in words, with files, and whether the name is kept."""

    concern: str
    text: str
    is_confidential: bool = True
    files: Sequence[UploadedFile[bytes]] = ()


@transaction.atomic
def file_report(challenge: Challenge, *, by: User, told: Told, idempotency_key: str = "") -> Report:
    """Report a concern about a listed challenge to the supervisor of its owner.

    The same key returns the report that it made before. A Refusal says what is missing where.
    """
    challenge = locked(challenge)
    User.objects.select_for_update().get(pk=by.pk)  # the limit holds over all challenges
    author = author_digest(by)
    scope = f"file_report:{challenge.pk}:{author}"
    sent = {"concern": told.concern, "text": told.text, "confidential": told.is_confidential}
    made = idempotency.recall(scope, idempotency_key, request=sent)
    if made is not None:
        earlier: Report = Report.objects.for_rows().get(pk=made)
        return earlier
    now = clock.now()
    require(permissions.may_report(anew(by), challenge, at=now))
    said, files = _checked(by, told)
    report = sealed_report(Report(challenge=challenge, receipt=receipt_number()), said)
    report.author, report.filed_at = author, now
    report.due_at = due_after(now, TAKE_WORKDAYS)
    report.save(force_insert=True)
    for row in sealed_evidence(report, files):
        row.save()
    _note("report_filed", report, by=None)
    idempotency.remember(scope, idempotency_key, request=sent, result=str(report.pk))
    return report


@transaction.atomic
def take_report(report: Report, *, by: User) -> Report:
    """Take a report up; its answer is due within working days from now on."""
    report = _locked(report)
    require(permissions.may_take(anew(by), report))
    report.take(by=by, at=clock.now())
    report.save(
        update_fields=["state", "taken_by", "taken_at", "due_at", "reminded_at", "escalated_at"]
    )
    return _note("report_taken", report, by=by)


@transaction.atomic
def answer_report(report: Report, *, by: User, words: str) -> Report:
    """Answer a report that was taken up, in words that its author reads."""
    report = _locked(report)
    require(permissions.may_answer(anew(by), report))
    return _settled(report, "answer", by=by, words=words)


@transaction.atomic
def close_report(report: Report, *, by: User, words: str) -> Report:
    """Close a report without an examination, with the reason, which its author reads."""
    report = _locked(report)
    require(permissions.may_close(anew(by), report))
    return _settled(report, "close", by=by, words=words)


def _checked(by: User, told: Told) -> tuple[Said, list[Taken]]:
    """Return what is said, and the files; a Refusal beside what is wrong."""
    text = written(told.text, "text", of=Objection)
    if len(text) < LEAST_WORDS:
        raise mistakes({"text": [_("Please say what happened, in ten characters at least.")]})
    if told.concern not in Concern.values:
        raise mistakes({"concern": [_("Please choose.")]})
    if len(told.files) > EVIDENCE_LIMIT:
        reason = _("At most %(limit)s files are taken.") % {"limit": EVIDENCE_LIMIT}
        raise mistakes({"evidence": [reason]})
    files = [taken(one) for one in told.files]
    names = tuple(one.name for one in files)
    return Said(by.pk, told.is_confidential, told.concern, text, names), files


def _locked(report: Report) -> Report:
    """Return a report as it is now, under the lock of its demand's lifecycle row."""
    challenge = locked(report.challenge)
    fresh: Report = Report.objects.for_rows().get(pk=report.pk)
    fresh.challenge = challenge
    return fresh


def _settled(report: Report, verb: str, *, by: User, words: str) -> Report:
    answer = sealed_answer(report, written(words, "decision", of=Objection))
    report.settle(verb, by=by, at=clock.now(), answer=answer)
    report.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    return _note(f"report_{report.state}", report, by=by)


def _note(kind: str, report: Report, *, by: User | None, **more: Any) -> Report:
    record(kind, report, actor=by, data=more)
    return report
