"""The panel's findings and the frozen ranking; each change is one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.canonical import canonical_json, digest
from marketplace.core.refusals import Refusal, mistakes
from marketplace.reviews.actions import locked_panel, note, require, said
from marketplace.reviews.models import Finding, Ranking
from marketplace.reviews.ranking import RankingError
from marketplace.reviews.ranking_record import put_on_record, result_of
from marketplace.reviews.rounds import (
    bids_under_review,
    current_round,
    filed_sheets,
    members_of,
)
from marketplace.reviews.score_permissions import may_freeze, may_lead
from marketplace.reviews.scoring import refuse_beyond, tops_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from marketplace.accounts.models import User
    from marketplace.bids.models import Bid
    from marketplace.reviews.models import Panel, ReviewRound
    from marketplace.reviews.ranking import Result
    from marketplace.reviews.ranking_record import Agreed

NOTE, AGREED, REASON = "note-", "agreed-", "reason-"
"""What the fields of a finding begin with, before the criterion's key."""

_NAMES: Final = {"note": NOTE, "agreed": AGREED, "reason": REASON}


@dataclass(frozen=True, slots=True)
class Found:
    """What the chair writes of a bid by one criterion; anything may still be missing."""

    note: str = ""
    agreed: Decimal | None = None
    reason: str = ""


@transaction.atomic
def save_findings(panel: Panel, *, bid: Bid, findings: Mapping[int, Found], by: User) -> None:
    """Save what the chair wrote of one bid, by the criterion's key; nothing is frozen by it.

    Refusal for an agreed score beyond the scale, or where the rules allow none.
    """
    panel = locked_panel(panel)
    require(may_lead(by, panel))
    review = current_round(panel)
    known = set(panel.challenge.criteria.values_list("pk", flat=True))
    if bid not in bids_under_review(panel.challenge) or not set(findings) <= known:
        raise Refusal(_("This is not among what you judge."), code="foreign", status=404)
    rows = [
        Finding(round=review, bid=bid, criterion_id=key, saved_at=clock.now()) for key in findings
    ]
    tops = tops_of(panel.challenge)
    for row in rows:
        row.top, found = tops[row.criterion_id], findings[row.criterion_id]
        row.note, row.agreed, row.reason = found.note, found.agreed, found.reason
    _refuse_unruled(panel, rows)
    refuse_beyond(rows, _NAMES)
    for row in rows:
        values = {name: getattr(row, name) for name in (*_NAMES, "top", "saved_at")}
        Finding.objects.update_or_create(
            round=review, bid=bid, criterion_id=row.criterion_id, defaults=values
        )


@transaction.atomic
def freeze_ranking(
    panel: Panel, *, by: User, order: Sequence[str] = (), reason: str = ""
) -> Ranking:
    """Sign the findings: the ranking is computed and stands for ever, with its digest.

    `order` has receipts of bids that the rules cannot tell apart, the best first, with a reason.
    Refusal while a note is missing, an agreed score beyond the sheets has no reason, or bids are
    equal that nobody ordered (`tie`).
    """
    panel = locked_panel(panel)
    require(may_freeze(by, panel))
    review, chair = current_round(panel), members_of(panel)[0]
    agreed = findings_of(review)
    result = computed(panel, order=order)
    _refuse_unfinished(result, agreed=agreed)
    if result.open_ties:
        raise Refusal(_("Bids are equal by every rule: give their order."), code="tie", status=422)
    is_ordered = any(line.tie == "chair" for line in result.lines)
    words = said(reason, model=Finding, field="reason", needed=is_ordered) if is_ordered else ""
    content = put_on_record(review, result, agreed=agreed, sheets=_sheets(panel))
    content["order"] = {"reason": words, "bids": list(order) if is_ordered else []}
    ranking: Ranking = Ranking.objects.create(
        round=review,
        chair=chair,
        content=canonical_json(content),
        digest=digest(content),
        frozen_at=clock.now(),
    )
    review.move("rank", at=ranking.frozen_at)
    review.save(update_fields=["state", "ranked_at"])
    note("ranking_frozen", ranking, panel=panel, by=None)
    note("scoring_ranked", review, panel=panel, by=None)
    return ranking


def computed(panel: Panel, *, order: Sequence[str] = ()) -> Result:
    """Return the ranking as it would be now; Refusal where sheets lack a bid or are not there."""
    bids = bids_under_review(panel.challenge)
    if not bids:
        raise Refusal(_("There is no bid to score."), code="no_bids")
    agreed = findings_of(current_round(panel))
    sheets = [sheet.scores() for sheet in _sheets(panel)]
    try:
        return result_of(panel.challenge, bids, sheets=sheets, agreed=agreed, order=order)
    except RankingError as error:
        reason = _("A sheet does not cover every bid: its member signs another version.")
        raise Refusal(reason, code=error.code) from error


def findings_of(review: ReviewRound) -> Agreed:
    """Return the findings of a round by receipt and criterion."""
    found: Agreed = {}
    for one in review.findings.select_related("bid"):
        found.setdefault(one.bid.receipt, {})[str(one.criterion_id)] = one
    return found


def _sheets(panel: Panel) -> list[Any]:
    signed = filed_sheets(current_round(panel), members := members_of(panel))
    return [signed[seat.pk] for seat in members if seat.pk in signed]


def _refuse_unruled(panel: Panel, rows: Sequence[Finding]) -> None:
    """Refuse agreed scores where the rules of the challenge know none."""
    if panel.challenge.agrees_scores:
        return
    beyond = [row for row in rows if row.agreed is not None]
    if beyond:
        message = _("The rules of this challenge know no agreed scores.")
        raise mistakes({f"{AGREED}{row.criterion_id}": [message] for row in beyond})


def _refuse_unfinished(result: Result, *, agreed: Agreed) -> None:
    """Refuse what the chair still owes: a note for each, a reason beyond the sheets."""
    for line in result.lines:
        for cell in line.cells:
            finding = agreed.get(line.bid, {}).get(cell.criterion)
            if finding is None or not finding.note.strip():
                raise Refusal(
                    _("A note is missing; the overview says where."), code="incomplete", status=422
                )
            if is_beyond(finding, cell.scores) and not finding.reason.strip():
                raise Refusal(
                    _("An agreed score beyond the sheets needs its reason."),
                    code="beyond",
                    status=422,
                )


def is_beyond(finding: Any, scores: Sequence[Decimal]) -> bool:
    """Return whether an agreed score lies outside what the sheets say."""
    agreed: Decimal | None = finding.agreed
    return agreed is not None and not min(scores) <= agreed <= max(scores)
