"""What follows the panel of a demo's challenge: scores, a result on show, an award, a delivery.

Each step takes the challenge and how many days ago its close was, and happens by the actions of real
use at its own day after it.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.system import system_user
from marketplace.agreements.generating import draft_agreement
from marketplace.agreements.models import Agreement, EndReason, SignedCopy
from marketplace.agreements.offering import agree, end_agreement, offer_agreement
from marketplace.agreements.signing import confirm_copy, send_copy
from marketplace.awards import succeeding
from marketplace.awards.models import Ground, ResultNotice
from marketplace.awards.noticing import Notice, draft_notice, show_notice
from marketplace.awards.objecting import Grounds, file_objection, reject_objection
from marketplace.awards.settling import settle_notice
from marketplace.core import clock
from marketplace.core.workdays import SHANGHAI
from marketplace.deliveries import accepting, checking, hearing, paying
from marketplace.deliveries.beginning import begin_delivery
from marketplace.deliveries.heard import unheard
from marketplace.deliveries.models import Checkpoint, Delivery, Payment, Result
from marketplace.deliveries.results import publish_result
from marketplace.deliveries.verdicts import accept_delivery
from marketplace.demo import people
from marketplace.demo.holidays import tell_holidays
from marketplace.demo.organisations import CLEAN, record_credit
from marketplace.demo.past import days_ago
from marketplace.reviews.consensus import Found, freeze_ranking, save_findings
from marketplace.reviews.models import Panel
from marketplace.reviews.rounds import bids_under_review, members_of
from marketplace.reviews.scoring import Marked, file_sheet, save_marks

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge

_BEST: Final = Decimal(91)
_STEP: Final = Decimal("4.5")
_SPREAD: Final = Decimal("1.5")
_COMMENT: Final = "（示例）路线清楚，试验安排可行；长期运行的数据还需在任务书中约定。"
_STATEMENT: Final = "（示例）评审组五位专家独立评分、集体复核，按榜单公布的规则排序。"
_OBJECTED: Final = "（示例）请核实第一名方案中第三方检测报告的出具日期。"
_DECIDED: Final = "（示例）经向检测机构核实，报告真实有效，出具日期在截止日之前，不影响排序。"
_EVIDENCE: Final = "（示例）样机安装完成，连续运行三十天的日志与第三方检测报告见现场档案。"
_NOT_SIGNED: Final = "（示例）揭榜单位因产能安排调整，书面说明不再签订任务书。"
_NEXT: Final = "（示例）第一名未签订任务书，第二名达到各项最低要求，按榜单规则递补。"
_SUMMARY: Final = "（示例）从揭榜到验收历时五个月，主要指标全部达到，已在四处点位常态运行。"


def score(challenge: Challenge, closed: int) -> None:
    """Let every member score and sign, and the chair note what was agreed and freeze the rank."""
    panel = _panel(challenge)
    bids, criteria = bids_under_review(challenge), list(challenge.criteria.order_by("position"))
    members: list[Any] = list(members_of(panel))
    with days_ago(closed - 9):
        for place, seat in enumerate(members):
            for rank, bid in enumerate(bids):
                given = _BEST - _STEP * rank + _SPREAD * (place % 3)
                marks = {one.pk: Marked(given - one.position, _COMMENT) for one in criteria}
                save_marks(seat, bid=bid, marks=marks, by=seat.expert.user)
            file_sheet(seat, by=seat.expert.user)
    with days_ago(closed - 12):
        chair = members[0].expert.user
        for bid in bids:
            notes = {one.pk: Found("（示例）评审组意见一致。") for one in criteria}
            save_findings(panel, bid=bid, findings=notes, by=chair)
        freeze_ranking(panel, by=chair)


def show(challenge: Challenge, closed: int) -> None:
    """Put the result on show for its working days."""
    with days_ago(closed - 14):
        days = challenge.programme.notice_workdays
        notice = draft_notice(
            challenge, by=people.staff("officer"), says=Notice(_STATEMENT, workdays=days)
        )
        show_notice(notice, by=people.staff("approver"))


def object_in_vain(challenge: Challenge, closed: int) -> None:
    """Let the second bidder object, and the portal's staff reject it."""
    notice = _notice(challenge)
    second = notice.candidates.select_related("bid__firm", "bid__submitted_by").get(rank=2).bid
    with days_ago(closed - 15):
        said = Grounds(Ground.values[0], _OBJECTED, second.firm)
        objection = file_objection(notice, by=second.submitted_by, said=said)
    with days_ago(closed - 16):
        reject_objection(objection, by=people.staff("portal"), decision=_DECIDED)


def award(challenge: Challenge, closed: int) -> None:
    """Ask credit anew, make the award final, and draft the agreement that follows from it."""
    notice = _notice(challenge)
    shown = notice.shown_at or notice.drafted_at
    tell_holidays(shown.year, shown.year + 1)
    [first] = notice.candidates.select_related("bid__firm").filter(is_proposed=True)
    with days_ago(closed - 30):
        record_credit(first.bid.firm, CLEAN, by=system_user())
        first.notice = settle_notice(notice, by=people.staff("approver"))
        draft_agreement(first)


def sign(challenge: Challenge, closed: int) -> None:
    """Offer the agreement, agree to it, exchange signed copies, and begin the delivery."""
    officer, agreement = people.staff("officer"), _agreement(challenge)
    bidder = agreement.candidate.bid.submitted_by
    with days_ago(closed - 33):
        offer_agreement(agreement, by=officer, seen=agreement.version)
    with days_ago(closed - 35):
        agree(_agreement(challenge), by=bidder, seen=agreement.version)
    with days_ago(closed - 38):
        for by, other in ((officer, bidder), (bidder, officer)):
            copy = send_copy(
                _agreement(challenge), by=by, upload=_signed_page(), seen=agreement.version
            )
            confirm_copy(SignedCopy.objects.get(pk=copy.pk), by=other)
        begin_delivery(_agreement(challenge))


def ask_next(challenge: Challenge, closed: int) -> None:
    """Let the first firm sign no agreement; the next in the ranking is asked since yesterday."""
    officer = people.staff("officer")
    with days_ago(closed - 34):
        reason = EndReason.objects.get(code="firm_declined")
        end_agreement(_agreement(challenge), by=officer, reason=reason, words=_NOT_SIGNED)
    second = _notice(challenge).candidates.select_related("bid__firm").get(rank=2).bid
    with days_ago(closed - 36):
        named = succeeding.name_next(challenge, by=officer, reason=_NEXT, seen=second.pk)
    with days_ago(closed - 37):
        record_credit(second.firm, CLEAN, by=system_user())
        succeeding.ask_next(named, by=people.staff("approver"))


def work(challenge: Challenge, closed: int) -> None:
    """Reach the first milestone, and pay what is due on signing."""
    _reach(challenge, 0, days=closed - 85)
    payment = Payment.objects.filter(delivery__agreement__challenge=challenge).order_by("pk")[0]
    officer, bidder = people.staff("officer"), payment.delivery.agreement.candidate.bid.submitted_by
    with days_ago(closed - 45):
        payment = paying.apply_for_payment(payment, by=bidder, amount=payment.planned)
        payment = paying.endorse_payment(payment, by=officer)
        payment = paying.approve_payment(payment, by=people.staff("approver"))
        today = clock.now().astimezone(SHANGHAI).date()
        paying.record_payment(payment, by=officer, on=today, reference="示例-2026-001")


def finish(challenge: Challenge, closed: int) -> None:
    """Reach the last milestone, accept what was promised, and publish the result."""
    _reach(challenge, 1, days=closed - 140)
    delivery = _delivery(challenge)
    officer, bidder = people.staff("officer"), delivery.agreement.candidate.bid.submitted_by
    promises = list(delivery.agreement.promises.select_related("indicator"))
    with days_ago(closed - 146):
        texts = {"method": "第三方检测", "words": _EVIDENCE, "link": ""}
        said = {
            one.pk: accepting.Said(
                {**texts, "reached": one.indicator.value, "unit": one.indicator.unit}
            )
            for one in promises
        }
        accepting.save_answers(delivery, by=bidder, said=said)
        accepting.hand_in(_delivery(challenge), by=bidder)
    with days_ago(closed - 150):
        items = {one.pk: accepting.Judged(is_met=True) for one in promises}
        _hear_panel(_delivery(challenge), items)
        accepting.appraise(_delivery(challenge), by=officer, items=items)
        accept_delivery(_delivery(challenge), by=people.staff("approver"))
    with days_ago(closed - 153):
        result = Result.objects.get(delivery=delivery)
        publish_result(result, by=bidder, summary=_SUMMARY)


def _hear_panel(delivery: Delivery, items: dict[int, accepting.Judged]) -> None:
    """Let each member of the panel say the same of every item."""
    for seat in unheard(delivery, accepting.latest_hand_in(delivery)):
        if seat.expert.user is not None:
            hearing.give_opinion(delivery, by=seat.expert.user, items=items)


def _reach(challenge: Challenge, place: int, *, days: int) -> None:
    checkpoint = Checkpoint.objects.for_rows().filter(
        delivery__agreement__challenge=challenge, milestone__position=place + 1
    )
    bidder = _agreement(challenge).candidate.bid.submitted_by
    with days_ago(days):
        evidence = checking.Evidence(_EVIDENCE)
        checking.submit_evidence(checkpoint.get(), by=bidder, evidence=evidence)
    with days_ago(days - 3):
        checking.pass_checkpoint(checkpoint.get(), by=people.staff("officer"))


def _panel(challenge: Challenge) -> Panel:
    found: Panel = Panel.objects.for_rows().get(challenge=challenge)
    return found


def _notice(challenge: Challenge) -> ResultNotice:
    found: ResultNotice = ResultNotice.objects.for_rows().get(challenge=challenge)
    return found


def _agreement(challenge: Challenge) -> Agreement:
    found: Agreement = Agreement.objects.for_rows().get(challenge=challenge)
    return found


def _delivery(challenge: Challenge) -> Delivery:
    found: Delivery = Delivery.objects.for_rows().get(agreement__challenge=challenge)
    return found


def _signed_page() -> SimpleUploadedFile:
    """Return a PDF that stands for a scanned page with stamps."""
    made, page = io.BytesIO(), pikepdf.Pdf.new()
    page.add_blank_page()
    page.save(made)
    return SimpleUploadedFile("签署页（示例）.pdf", made.getvalue(), "application/pdf")
