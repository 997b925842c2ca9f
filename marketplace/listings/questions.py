"""Asking about a demand and answering in public: each change is one function.

Who asked is kept on the row for the portal's staff alone. Entries of the journal name no asker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, idempotency
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.listings import question_permissions as permissions
from marketplace.listings.models import Demand, Question
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User


@transaction.atomic
def ask_question(demand: Demand, *, by: User, text: str, idempotency_key: str = "") -> Question:
    """Ask about a demand, and return the question; the same key returns the one it made before.

    Refusal where the person may not ask now, or the text is empty, too long or holds markup.
    """
    lock_lifecycle(demand)
    scope, sent = f"ask_question:{by.pk}:{demand.pk}", {"text": text}
    made = idempotency.recall(scope, idempotency_key, request=sent)
    if made is not None:
        return Question.objects.get(pk=made)
    demand = _as_it_is(demand)
    now = clock.now()
    by = anew(by)
    permissions.may_ask(by, demand, at=now).demand()
    question = Question(
        demand=demand,
        asker=by,
        organisation=permissions.asking_organisation(by, demand),
        text=written(text, "text", of=Question),
        asked_at=now,
    )
    question.save(force_insert=True)
    record("question_asked", question, actor=None, data={"demand": demand.pk})
    idempotency.remember(scope, idempotency_key, request=sent, result=str(question.pk))
    return question


@transaction.atomic
def draft_answer(question: Question, *, by: User, answer: str, version: str = "") -> Question:
    """Write an answer, or write it anew, and hand it to the secrecy reviewers.

    `version` is the draft that was seen, nothing for none: of two writers one is refused.
    """
    question = _locked(question)
    permissions.may_answer(anew(by), question).demand(status=_status(question))
    _refuse_unseen(question, version)
    question.draft(written(answer, "answer", of=Question), by=by, at=clock.now())
    fields = ("state", "answer", "drafted_by", "drafted_at", "reason", "refusal")
    return _settle(question, "question_drafted", by=by, fields=fields)


@transaction.atomic
def refuse_question(question: Question, *, by: User, reason: str, version: str = "") -> Question:
    """Write why a question is not answered, and hand that to the secrecy reviewers.

    `version` is the draft that was seen, as for an answer.
    """
    question = _locked(question)
    permissions.may_answer(anew(by), question).demand(status=_status(question))
    _refuse_unseen(question, version)
    question.refuse(written(reason, "reason", of=Question), by=by, at=clock.now())
    fields = ("state", "refusal", "drafted_by", "drafted_at", "reason")
    return _settle(question, "question_refused", by=by, fields=fields)


@transaction.atomic
def hand_back_answer(question: Question, *, by: User, reason: str) -> Question:
    """Return a drafted answer or refusal to the officers, with a reason that they read."""
    question = _locked(question)
    permissions.may_review(anew(by), question).demand(status=_status(question))
    question.hand_back(written(reason, "reason", of=Question))
    return _settle(question, "question_returned", by=by, fields=("state", "reason"))


@transaction.atomic
def publish_answer(question: Question, *, by: User, version: str) -> Question:
    """Publish a question with its answer, after the secrecy review by another than its author.

    `version` is the draft that was reviewed; Refusal where it was written anew meanwhile.
    """
    question = _locked(question)
    permissions.may_review(anew(by), question).demand(status=_status(question))
    _refuse_unseen(question, version)
    question.publish(by=by, at=clock.now())
    fields = ("state", "answered_by", "answered_at", "settled_at")
    return _settle(question, "question_answered", by=by, fields=fields)


@transaction.atomic
def decline_question(question: Question, *, by: User, version: str) -> Question:
    """Leave a question without an answer, after the secrecy review by another than its author.

    Its asker reads the reason, the public nothing. `version` is the refusal that was reviewed.
    """
    question = _locked(question)
    permissions.may_review(anew(by), question).demand(status=_status(question))
    _refuse_unseen(question, version)
    question.decline(by=by, at=clock.now())
    fields = ("state", "reason", "answered_by", "settled_at")
    return _settle(question, "question_declined", by=by, fields=fields)


@transaction.atomic
def merge_question(question: Question, *, into: Question, by: User) -> Question:
    """Join a question with another of the same demand, whose answer its asker is told too."""
    question = _locked(question)
    permissions.may_answer(anew(by), question).demand(status=_status(question))
    if into not in may_be_merged_into(question):
        message = _("Choose another question of this demand that is open or answered.")
        raise Refusal(message, code="wrong_target", status=422, fields={"into": [message]})
    question.merge(into, at=clock.now())
    fields = ("state", "merged_into", "settled_at")
    return _settle(question, "question_merged", by=by, fields=fields)


def may_be_merged_into(question: Question) -> list[Question]:
    """Return the questions of the same demand with which one may be joined."""
    if question.merged.exists():
        return []  # no chains: whose question was joined with this one is told its answer
    open_or_answered = [*Question.WAITING, Question.State.PUBLISHED]
    others = Question.objects.filter(demand=question.demand_id, state__in=open_or_answered)
    return list(others.exclude(pk=question.pk))


def _locked(question: Question) -> Question:
    """Return the question as it is, under the lock that every change of its demand takes."""
    lock_lifecycle(question.demand)
    fresh: Question = Question.objects.for_rows().get(pk=question.pk)
    return fresh


def _refuse_unseen(question: Question, version: str) -> None:
    if question.version != version:
        message = _("The answer was written anew meanwhile. Read it before you decide.")
        raise Refusal(message, code="edit_conflict")


def _as_it_is(demand: Demand) -> Demand:
    fresh: Demand = Demand.objects.get(pk=demand.pk)
    fresh.lifecycle = demand.lifecycle
    return fresh


def _settle(question: Question, kind: str, *, by: User, fields: Sequence[str]) -> Question:
    question.save(update_fields=list(fields))
    record(kind, question, actor=by, data={"demand": question.demand_id})
    return question


def _status(question: Question) -> int:
    """Return 409 where only the state stands in the way: somebody was quicker."""
    return 403 if question.is_waiting else 409
