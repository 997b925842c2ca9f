"""Objecting to a result, and deciding on objections; each change is one function.

Entries of the journal name no objector: who objects is on the row alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.awards import permissions
from marketplace.awards.models import EVIDENCE_LIMIT, Evidence, Objection, Remedy
from marketplace.awards.noticing import (
    end_notice,
    locked_notice,
    move_challenge,
    record_notice,
)
from marketplace.awards.supplementing import restore_award
from marketplace.awards.vacancies import end_without_successor
from marketplace.challenges.actions import leave, require
from marketplace.challenges.defaults import OBJECTION_UPHELD
from marketplace.challenges.models import Challenge, ExitReason
from marketplace.core import clock, idempotency
from marketplace.core.numbers import receipt_number
from marketplace.core.refusals import mistakes
from marketplace.core.workdays import due_after
from marketplace.files.store import store
from marketplace.journal.record import record
from marketplace.listings.written import written
from marketplace.organisations.models import Organisation, Role
from marketplace.organisations.permissions import anew, organisations_of
from marketplace.reviews.renewing import draw_anew, score_anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.awards.models import ResultNotice

_SETTLED: Final = ("state", "decision", "remedy", "settled_at", "settled_by")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an objection says: what it is about, in words, with files, and in whose name."""

    ground: str
    text: str
    organisation: Organisation | None = None
    files: Sequence[UploadedFile[bytes]] = ()


@transaction.atomic
def file_objection(
    notice: ResultNotice,
    *,
    by: User,
    said: Grounds,
    idempotency_key: str = "",
) -> Objection:
    """Object to a result on show, by name, for oneself or an organisation that one may act for.

    The same key returns the objection that it made before. A Refusal says what is missing where.
    """
    notice = locked_notice(notice)
    scope = f"file_objection:{by.pk}:{notice.pk}"
    sent = {"ground": said.ground, "text": said.text, "for": getattr(said.organisation, "pk", None)}
    made = idempotency.recall(scope, idempotency_key, request=sent)
    if made is not None:
        earlier: Objection = Objection.objects.for_rows().get(pk=made)
        return earlier
    now = clock.now()
    require(permissions.may_object(anew(by), notice, at=now))
    count = Objection.objects.filter(notice__challenge=notice.challenge_id).count()
    objection = Objection(
        notice=notice,
        number=count + 1,
        receipt=receipt_number(),
        objector=by,
        organisation=_acting_for(by, said.organisation),
        ground=said.ground,
        text=written(said.text, "text", of=Objection),
        filed_at=now,
        due_at=due_after(now, notice.challenge.programme.objection_workdays),
    )
    _refuse_invalid(objection, files=said.files)
    objection.save(force_insert=True)
    for file in said.files:
        Evidence.objects.create(objection=objection, blob=store(file, by=by))
    _note("objection_filed", objection, by=None)
    idempotency.remember(scope, idempotency_key, request=sent, result=str(objection.pk))
    return objection


@transaction.atomic
def withdraw_objection(objection: Objection, *, by: User) -> Objection:
    """Take an objection back; its number and that it was withdrawn stay public."""
    objection = _locked(objection)
    require(permissions.may_withdraw_objection(by, objection))
    objection.settle("withdraw", by=by, at=clock.now())
    return _settled(objection, by=None)


@transaction.atomic
def reject_objection(objection: Objection, *, by: User, decision: str) -> Objection:
    """Find that an objection does not hold, in words that the objector reads."""
    objection = _locked(objection)
    require(permissions.may_decide(anew(by), objection))
    words = written(decision, "decision", of=Objection)
    objection.settle("reject", by=by, at=clock.now(), decision=words)
    return _settled(objection, by=by)


@transaction.atomic
def uphold_objection(objection: Objection, *, by: User, decision: str, remedy: str) -> Objection:
    """Find that an objection holds: its notice is cancelled, and the remedy follows.

    Scored anew or by another panel, the challenge goes back to its opened bids and its ranking is
    replaced; a new notice follows. One that named the next in the ranking is void, and the one
    after it may be named. Else it ends without a result.
    """
    objection = _locked(objection)
    require(permissions.may_decide(anew(by), objection))
    if remedy not in Remedy.of(objection.notice):
        raise mistakes({"remedy": [_("Choose what follows.")]})
    words = written(decision, "decision", of=Objection)
    objection.settle("uphold", by=by, at=clock.now(), decision=words, remedy=remedy)
    _settled(objection, by=by)
    if objection.notice.state == objection.notice.State.SHOWN:
        _cancel(objection.notice, by=by, remedy=remedy)
    if objection.notice.challenge.state == Challenge.State.OPENED:
        _renew(objection.notice.challenge, by=by, remedy=remedy)
    return objection


def _cancel(notice: ResultNotice, *, by: User, remedy: str) -> None:
    back, out = ("fall_back", "fall_through") if notice.is_supplementary else ("reopen", "fail")
    end_notice(notice, "cancel", by=by)
    move_challenge(notice.challenge, back)
    if notice.is_supplementary:
        restore_award(notice, by=by)
    record_notice("result_notice_cancelled", notice, by=by, remedy=remedy)
    if remedy == Remedy.CANCEL:
        reason = ExitReason.objects.get(code=OBJECTION_UPHELD)
        leave(notice.challenge, out, by=by, reason=reason, words="")
    elif notice.is_supplementary:
        end_without_successor(notice.challenge)


def _renew(challenge: Challenge, *, by: User, remedy: str) -> None:
    """Let the review begin anew; also for an objection to a notice that was cancelled before."""
    if remedy == Remedy.REDRAW:
        draw_anew(challenge, by=by)
    elif remedy == Remedy.RESCORE:
        score_anew(challenge, by=by)


def _locked(objection: Objection) -> Objection:
    """Return an objection as it is now, under the lock of its demand's lifecycle row."""
    notice = locked_notice(objection.notice)
    fresh: Objection = Objection.objects.for_rows().get(pk=objection.pk)
    fresh.notice = notice
    return fresh


def _settled(objection: Objection, *, by: User | None) -> Objection:
    objection.save(update_fields=_SETTLED)
    return _note(f"objection_{objection.state}", objection, by=by)


def _note(kind: str, objection: Objection, *, by: User | None) -> Objection:
    data = {"demand": objection.notice.challenge.demand_id}
    record(kind, objection, actor=by, data=data)
    return objection


def _acting_for(by: User, organisation: Organisation | None) -> Organisation | None:
    if organisation is None:
        return None
    able = organisations_of(by, Role.BIDDER)
    if organisation.pk not in {one.pk for one in able if one.is_verified}:
        raise mistakes({"organisation": [_("You may not act for this organisation.")]})
    return organisation


def _refuse_invalid(objection: Objection, *, files: Sequence[Any]) -> None:
    """Refuse a ground that is none, and more files than are taken."""
    try:
        objection._meta.get_field("ground").clean(objection.ground, objection)
    except ValidationError as error:
        raise mistakes({"ground": error.messages}) from error
    if len(files) > EVIDENCE_LIMIT:
        raise mistakes(
            {"evidence": [_("At most %(limit)s files are taken.") % {"limit": EVIDENCE_LIMIT}]}
        )
