"""Saving marks while a sheet is written, and signing it; each change is one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.canonical import canonical_json, digest
from marketplace.core.refusals import Refusal, mistakes
from marketplace.reviews.actions import locked_panel, note, require
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Mark, Seat, Sheet
from marketplace.reviews.rounds import current_round
from marketplace.reviews.score_permissions import may_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from marketplace.accounts.models import User
    from marketplace.bids.models import Bid
    from marketplace.challenges.models import Challenge, Criterion
    from marketplace.reviews.models import ReviewRound

SCORE, COMMENT = "score-", "comment-"
"""What the fields of a mark begin with, before the criterion's key."""

_FORMAT: Final = 1
_SCORES: Final = ("score", "agreed")
_SAVED: Final = ("score", "comment", "top", "saved_at")


@dataclass(frozen=True, slots=True)
class Marked:
    """A score with its comment, as a member types them; either may still be missing."""

    score: Decimal | None = None
    comment: str = ""


@transaction.atomic
def save_marks(seat: Seat, *, bid: Bid, marks: Mapping[int, Marked], by: User) -> None:
    """Save what a member wrote of one bid, by the criterion's key; nothing is signed by it.

    Refusal with messages by field for a score beyond the scale; nothing is saved then.
    """
    current = locked_seat(seat)
    require(may_score(by, current))
    _refuse_foreign(current, bid, criteria=marks)
    now = clock.now()
    rows = [Mark(seat=current, bid=bid, criterion_id=key, saved_at=now) for key in marks]
    tops = tops_of(current.panel.challenge)
    for row in rows:
        row.top = tops[row.criterion_id]
        row.score, row.comment = marks[row.criterion_id].score, marks[row.criterion_id].comment
    refuse_beyond(rows, {"score": SCORE, "comment": COMMENT})
    for row in rows:
        Mark.objects.update_or_create(
            seat=current,
            bid=bid,
            criterion_id=row.criterion_id,
            defaults={name: getattr(row, name) for name in _SAVED},
        )


@transaction.atomic
def file_sheet(seat: Seat, *, by: User) -> Sheet:
    """Sign what is saved as the member's sheet; a later one is another version, both stay.

    Refusal while a score is missing, where one below a criterion's least score has no comment,
    and where nothing was changed since the last signature.
    """
    current = locked_seat(seat)
    require(may_score(by, current))
    review = current_round(current.panel)
    marks = {(one.bid_id, one.criterion_id): one for one in current.marks.all()}
    written = [
        (one.bid, _sheet_of(one.bid, current, marks=marks)) for one in labelled_bids(current)
    ]
    if not written:
        raise Refusal(_("There is no bid to score."), code="no_bids")
    content = {
        "format": _FORMAT,
        "round": review.number,
        "seat": current.code,
        "bids": {bid.receipt: rows for bid, rows in written},
    }
    return _signed(current, review, content=content)


def locked_seat(seat: Seat) -> Seat:
    """Return a seat as it is now, with its panel, under the lock of the lifecycle."""
    panel = locked_panel(seat.panel)
    found: Seat = Seat.objects.for_rows().get(pk=seat.pk)
    found.panel = panel
    return found


def missing_in(seat: Seat) -> dict[str, int]:
    """Return for each of a seat's letters how many scores or needed comments are missing."""
    marks = {(one.bid_id, one.criterion_id): one for one in seat.marks.all()}
    criteria = criteria_of(seat)
    counted = {
        one.label: sum(bool(_fault(c, marks.get((one.bid.pk, c.pk)))) for c in criteria)
        for one in labelled_bids(seat)
    }
    return {label: number for label, number in counted.items() if number}


def criteria_of(seat: Seat) -> list[Criterion]:
    """Return the criteria of a seat's challenge in their order."""
    return list(seat.panel.challenge.criteria.order_by("position"))


def tops_of(challenge: Challenge) -> dict[int, int]:
    """Return the highest score of each criterion by its key."""
    return dict(challenge.criteria.values_list("pk", "top"))


def refuse_beyond(rows: Iterable[Any], names: Mapping[str, str]) -> None:
    """Raise a Refusal with the messages of every row's faulty fields, by prefix and criterion."""
    faults: dict[str, Sequence[Any]] = {}
    for row in rows:
        others = {field.name for field in row._meta.fields} - set(names)
        try:
            row.clean_fields(exclude=others)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                faults[f"{names[name]}{row.criterion_id}"] = messages
        faults |= _beyond_scale(row, names, known=faults)
    if faults:
        raise mistakes(faults)


def _beyond_scale(
    row: Any, names: Mapping[str, str], *, known: Mapping[str, Sequence[Any]]
) -> dict[str, Sequence[Any]]:
    """Return what is told of scores that no field's own rule refuses, but their criterion's."""
    told = [_("This scale ends at %(top)s.") % {"top": row.top}]
    fields = {name: f"{names[name]}{row.criterion_id}" for name in _SCORES if name in names}
    given = {fields[name]: getattr(row, name) for name in fields if fields[name] not in known}
    return {field: told for field, score in given.items() if score is not None and score > row.top}


def _refuse_foreign(seat: Seat, bid: Bid, *, criteria: Iterable[int]) -> None:
    """Refuse bids and criteria that are not of this challenge; pages send no such thing."""
    known = {one.pk for one in criteria_of(seat)}
    judged = {one.bid.pk for one in labelled_bids(seat)}
    if bid.pk not in judged or not set(criteria) <= known:
        raise Refusal(_("This is not among what you judge."), code="foreign", status=404)


def _sheet_of(
    bid: Bid, seat: Seat, *, marks: Mapping[tuple[int, int], Mark]
) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for criterion in criteria_of(seat):
        mark = marks.get((bid.pk, criterion.pk))
        if mark is None or mark.score is None or _fault(criterion, mark):
            raise Refusal(
                _("Some scores or comments are missing; the overview says where."),
                code="incomplete",
                status=422,
            )
        rows[str(criterion.pk)] = {"score": str(mark.score), "comment": mark.comment}
    return rows


def _fault(criterion: Criterion, mark: Mark | None) -> str:
    """Return what a mark lacks before its sheet can be signed, or nothing."""
    if mark is None or mark.score is None:
        return "score"
    is_below = criterion.minimum is not None and mark.score < criterion.minimum
    return "comment" if is_below and not mark.comment.strip() else ""


def _signed(seat: Seat, review: ReviewRound, *, content: dict[str, Any]) -> Sheet:
    last = seat.sheets.order_by("-number").first()
    text = canonical_json(content)
    if last is not None and last.content == text:
        raise Refusal(_("Nothing was changed since you signed."), code="unchanged")
    sheet: Sheet = Sheet.objects.create(
        round=review,
        seat=seat,
        number=1 if last is None else last.number + 1,
        content=text,
        digest=digest(content),
        filed_at=clock.now(),
    )
    # What a member does has no actor, so that no account stands beside the code of an expert.
    note("sheet_signed", sheet, panel=seat.panel, by=None)
    return sheet
