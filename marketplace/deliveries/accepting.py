"""Acceptance item by item: answers, hand-in, appraisal, verdict; each change is one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refusal, mistakes
from marketplace.deliveries import permissions
from marketplace.deliveries.answers import content_of, problems_of
from marketplace.deliveries.models import (
    WORDS_LENGTH,
    Answer,
    AnswerFile,
    Appraisal,
    Delivery,
    HandIn,
    HandInFile,
)
from marketplace.deliveries.moving import move_delivery
from marketplace.deliveries.noting import locked, note, refuse_too_many, require
from marketplace.files.store import store
from marketplace.listings.plain_text import markup_in, without_control
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.agreements.models import Promise

TEXTS: Final = ("reached", "unit", "method", "words", "link")


@dataclass(frozen=True, slots=True)
class Said:
    """What the firm types for one indicator."""

    texts: Mapping[str, str]
    files: Sequence[UploadedFile[bytes]] = ()
    dropped: frozenset[int] = frozenset()
    """Keys of files that are taken away."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether an item is met, and a note that a missed one needs."""

    is_met: bool
    note: str = ""


@transaction.atomic
def save_answers(delivery: Delivery, *, by: User, said: Mapping[int, Said]) -> Delivery:
    """Keep what the firm has answered so far, by promise; nothing need be complete yet.

    A Refusal names each field whose text its column does not take as `promise-field`.
    """
    delivery = locked(delivery)
    require(permissions.may_answer(anew(by), delivery))
    promises = {one.pk: one for one in delivery.agreement.promises.all()}
    wrong: dict[str, list[Any]] = {}
    for key, one in said.items():
        if key in promises:
            wrong |= _keep(delivery, promises[key], said=one, by=by)
    if wrong:
        raise mistakes(wrong)
    return delivery


@transaction.atomic
def hand_in(delivery: Delivery, *, by: User) -> HandIn:
    """Ask for acceptance: all answers and their evidence stand from now on.

    A Refusal names each indicator without an answer or evidence as `promise-field`.
    """
    delivery = locked(delivery)
    require(permissions.may_hand_in(anew(by), delivery))
    answers = answers_of(delivery)
    if missing := problems_of(answers):
        raise mistakes(missing)
    content = content_of(answers)
    made: HandIn = HandIn.objects.create(
        delivery=delivery,
        number=delivery.hand_ins.count() + 1,
        content=content,
        digest=digest(content),
        at=clock.now(),
        by=by,
    )
    for promise, answer in answers:
        for file in answer.files.all() if answer else ():
            HandInFile.objects.create(hand_in=made, promise=promise, blob=file.blob)
    move_delivery(delivery, "hand_in", by=by)
    return note("acceptance_asked", made, of=delivery, by=by)


@transaction.atomic
def appraise(delivery: Delivery, *, by: User, items: Mapping[int, Judged]) -> Appraisal:
    """Judge each item that was handed in as met or not; an approver decides next.

    A Refusal names each item that is not judged, or without a note is missed or below its promise.
    """
    delivery = locked(delivery)
    require(permissions.may_appraise(anew(by), delivery))
    last = latest_hand_in(delivery)
    made: Appraisal = Appraisal.objects.create(
        hand_in=last,
        number=last.appraisals.count() + 1,
        items=judged_rows(last, items),
        at=clock.now(),
        by=by,
    )
    note("acceptance_appraised", last, of=delivery, by=by)
    return made


def judged_rows(hand_in: HandIn, items: Mapping[int, Judged]) -> list[dict[str, Any]]:
    """Return each item as it was judged; Refusal beside those whose judgement lacks something."""
    rows = [_judged(one, items.get(int(one["promise"]))) for one in hand_in.content]
    if wrong := {name: [text] for row in rows for name, text in row["wrong"].items()}:
        raise mistakes(wrong)
    return [{key: row[key] for key in ("promise", "is_met", "note")} for row in rows]


def answers_of(delivery: Delivery) -> list[tuple[Promise, Answer | None]]:
    """Return each promise with what the firm has answered so far."""
    rows = Answer.objects.filter(delivery=delivery).prefetch_related("files__blob")
    by_promise = {one.promise_id: one for one in rows}
    promises = delivery.agreement.promises.select_related("indicator").order_by("position")
    return [(one, by_promise.get(one.pk)) for one in promises]


def latest_hand_in(delivery: Delivery) -> HandIn:
    """Return what was handed in last; Refusal where nothing was."""
    found: HandIn | None = delivery.hand_ins.order_by("-number").first()
    if found is None:
        raise Refusal(_("Nothing was handed in yet."), code="wrong_state")
    return found


def _keep(delivery: Delivery, promise: Promise, *, said: Said, by: User) -> dict[str, list[Any]]:
    """Save one answer with its files; return what is wrong with it, by field."""
    answer, _made = Answer.objects.get_or_create(promise=promise, defaults={"delivery": delivery})
    for name in TEXTS:
        setattr(answer, name, without_control(said.texts.get(name, "")).strip())
    wrong = {f"{promise.pk}-{name}": texts for name, texts in _faults(answer)}
    if wrong:
        return wrong
    answer.save(update_fields=TEXTS)
    answer.files.filter(pk__in=said.dropped).delete()
    refuse_too_many([*answer.files.all(), *said.files], f"{promise.pk}-files")
    for file in said.files:
        AnswerFile.objects.create(answer=answer, blob=_stored(file, promise, by=by))
    return {}


def _faults(answer: Answer) -> Iterable[tuple[str, list[Any]]]:
    for name in TEXTS:
        value = getattr(answer, name)
        field: Any = Answer._meta.get_field(name)
        if found := markup_in(value) if name != "link" else "":
            yield name, [_("Plain text only: please take out “%(markup)s”.") % {"markup": found}]
        try:
            field.clean(value, answer)
        except ValidationError as error:
            yield name, error.messages


def _stored(file: UploadedFile[bytes], promise: Promise, *, by: User) -> Any:
    try:
        return store(file, by=by)
    except Refusal as refusal:
        raise mistakes({f"{promise.pk}-files": [refusal.message]}) from refusal


def _reason_needed(item: Mapping[str, Any], judged: Judged) -> Any:
    """Return what the note has to say: of a miss, and of a value below the promise that passes."""
    if not judged.is_met:
        return _("Say what is missing.")
    if item.get("keeps_promise") is False:
        return _("It is below the promise: say why it is accepted all the same.")
    return ""


def _judged(item: Mapping[str, Any], judged: Judged | None) -> dict[str, Any]:
    """Return the row of one item, and what is wrong with how it was judged."""
    key = item["promise"]
    note_ = without_control(judged.note).strip() if judged else ""
    wrong: dict[str, Any] = {}
    if judged is None:
        wrong[f"{key}-is_met"] = _("Say whether this is met.")
    elif not note_ and (reason := _reason_needed(item, judged)):
        wrong[f"{key}-note"] = reason
    if markup_in(note_) or len(note_) > WORDS_LENGTH:
        wrong[f"{key}-note"] = _("A note is plain text of at most 2000 characters.")
    return {"promise": key, "is_met": bool(judged and judged.is_met), "note": note_, "wrong": wrong}
