"""The approver's verdict on what was handed in, with the grade by its rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.canonical import canonical_json, digest
from marketplace.core.refusals import Refusal, mistakes
from marketplace.deliveries import permissions
from marketplace.deliveries.accepting import latest_hand_in
from marketplace.deliveries.delays import late_days
from marketplace.deliveries.ending import end_delivery
from marketplace.deliveries.grades import Facts, Grade, Item, grade_of
from marketplace.deliveries.models import Outcome, Result, Verdict
from marketplace.deliveries.moving import move_delivery
from marketplace.deliveries.noting import locked, note, require
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.deliveries.models import Appraisal, Delivery, HandIn


@transaction.atomic
def send_back(delivery: Delivery, *, by: User, reason: str) -> Verdict:
    """Send what was handed in back to be mended, with the reason; the firm hands in anew."""
    delivery = locked(delivery)
    require(permissions.may_give_verdict(anew(by), delivery))
    words = written(reason, "reason", of=Verdict)
    last = latest_hand_in(delivery)
    verdict = _given(last, delivery, by=by, outcome=Outcome.SENT_BACK, reason=words)
    move_delivery(delivery, "send_back", by=by)
    return verdict


@transaction.atomic
def accept_delivery(delivery: Delivery, *, by: User, grade: str = "", reason: str = "") -> Verdict:
    """Accept what was handed in; the grade is the rule's, or another one with a reason.

    Refusal where a main indicator is not met: that is sent back, or ends as not delivered.
    """
    delivery = locked(delivery)
    require(permissions.may_give_verdict(anew(by), delivery))
    last = latest_hand_in(delivery)
    reckoned = grade_of(facts_of(delivery, last.appraisals.order_by("-number")[0]))
    if reckoned == Grade.UNFIT:
        raise Refusal(
            _("A main indicator is not met: send it back, or end it as not delivered."),
            code="unfit",
        )
    verdict = _given(
        last,
        delivery,
        by=by,
        outcome=Outcome.ACCEPTED,
        grade=_chosen(grade, reckoned),
        reckoned=reckoned,
        reason=written(reason, "reason", of=Verdict) if grade not in {"", reckoned} else "",
    )
    end_delivery(delivery, "accept", by=by)
    result = Result.objects.create(delivery=delivery, offered_at=verdict.at)
    note("result_offered", result, of=delivery, by=None)
    return verdict


def facts_of(delivery: Delivery, appraisal: Appraisal) -> Facts:
    """Return what the grade of a delivery is reckoned from."""
    rows = {one["promise"]: one for one in appraisal.hand_in.content}
    items = tuple(_item(rows[one["promise"]], is_met=one["is_met"]) for one in appraisal.items)
    days = sum(
        late_days(one.milestone.due_on, came=one.submitted_at)
        for one in delivery.checkpoints.in_order()
        if one.submitted_at is not None
    )
    return Facts(items, hand_ins=delivery.hand_ins.count(), late_days=days)


def _item(row: dict[str, Any], *, is_met: bool) -> Item:
    is_below = is_met and row.get("keeps_promise") is False
    return Item(row["is_main"], is_met, is_below)


def grade_by_rule(delivery: Delivery) -> Grade | None:
    """Return the grade that the last appraisal leads to; None where nothing was appraised yet."""
    last = delivery.hand_ins.order_by("-number").first()
    appraisal = last.appraisals.order_by("-number").first() if last else None
    return grade_of(facts_of(delivery, appraisal)) if appraisal else None


def _chosen(grade: str, reckoned: Grade) -> Grade:
    if grade in {"", reckoned}:
        return reckoned
    if grade not in {Grade.EXCELLENT, Grade.GOOD, Grade.FAIR}:
        raise mistakes({"grade": [_("Choose one of the grades.")]})
    return Grade(grade)


def _heard(hand_in: HandIn) -> dict[str, Any]:
    """Return what members of the panel found, by their number; nothing where nobody was heard."""
    opinions = hand_in.opinions.values_list("items", flat=True)
    return {"panel": list(opinions)} if opinions else {}


def _given(
    hand_in: HandIn,
    delivery: Delivery,
    *,
    by: User,
    outcome: Outcome,
    **given: Any,
) -> Verdict:
    verdict = Verdict(hand_in=hand_in, outcome=outcome, at=clock.now(), by=by, **given)
    verdict.content = json.loads(canonical_json(_sheet(verdict, delivery)))
    verdict.digest = digest(verdict.content)
    verdict.save()
    note(f"acceptance_{outcome}", hand_in, of=delivery, by=by)
    return verdict


def _sheet(verdict: Verdict, delivery: Delivery) -> dict[str, Any]:
    """Return what the record says; random numbers keep its digest from being guessed."""
    appraisal = verdict.hand_in.appraisals.order_by("-number")[0]
    facts = facts_of(delivery, appraisal)
    judged = {one["promise"]: one for one in appraisal.items}
    demand = delivery.demand
    return {
        "format": 1,
        "number": verdict.number,
        "delivery": delivery.number,
        "agreement": [delivery.agreement.number, delivery.agreement.version],
        "challenge": {"number": demand.lifecycle.number, "title": demand.title},
        "owner": demand.lifecycle.owner.name,
        "firm": {"name": delivery.firm.name, "credit_code": delivery.firm.credit_code or ""},
        "hand_in": [verdict.hand_in.number, verdict.hand_in.digest],
        "items": [
            {**one, **{key: judged[one["promise"]][key] for key in ("is_met", "note")}}
            for one in verdict.hand_in.content
        ],
        **_heard(verdict.hand_in),
        "facts": {"hand_ins": facts.hand_ins, "late_days": facts.late_days},
        "outcome": verdict.outcome,
        "grade": [verdict.reckoned, verdict.grade],
        "reason": verdict.reason,
        "at": verdict.at,
    }
