"""Acceptance item by item: what is missing blocks, what is missed is mended, what stands stands."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.agreements import amending
from marketplace.challenges.relisting import may_relist
from marketplace.deliveries import accepting, ending, verdicts
from marketplace.deliveries.accepting import Judged, Said
from marketplace.deliveries.grades import Grade
from marketplace.deliveries.models import Answer, HandIn, Verdict
from marketplace.listings.models import Indicator
from tests.claims.factories import pdf
from tests.deliveries.factories import ANSWER, REASON, Site
from tests.deliveries.refusing import refused
from tests.kept import stands

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def promises(site):
    return list(site.delivery.agreement.promises.order_by("position"))


def hand_in(site):
    return accepting.hand_in(site.delivery, by=site.bidder)


def test_an_indicator_without_answer_or_evidence_blocks_beside_itself(site):
    site.as_passed()
    first, second, *rest = promises(site)
    said = {one.pk: Said(ANSWER) for one in rest}
    said[first.pk] = Said({**ANSWER, "reached": "", "method": ""})
    said[second.pk] = Said({**ANSWER, "words": ""})
    accepting.save_answers(site.delivery, by=site.bidder, said=said)
    refusal = refused(lambda: hand_in(site))
    assert set(refusal.fields) == {
        f"{first.pk}-reached",
        f"{first.pk}-method",
        f"{second.pk}-words",
    }
    assert not HandIn.objects.exists()
    accepting.save_answers(
        site.delivery,
        by=site.bidder,
        said={first.pk: Said(ANSWER), second.pk: Said({**ANSWER, "words": ""}, files=[pdf()])},
    )
    made = hand_in(site)
    assert made.is_whole
    assert [len(one["files"]) for one in made.content] == [0, 1, 0, 0, 0]
    assert made.files.count() == 1
    assert (site.delivery.state, site.challenge_state) == ("handed_in", "examining")


def test_no_answer_at_all_names_every_indicator(site):
    site.as_passed()
    refusal = refused(lambda: hand_in(site))
    assert len(refusal.fields) == 3 * len(promises(site))


def test_it_is_handed_in_once_every_milestone_has_passed(site):
    site.answered()
    site.as_passed(1)
    assert refused(lambda: hand_in(site)).code == "unfinished"


def test_what_was_missed_is_sent_back_mended_and_accepted_with_its_grade(site):
    site.appraised(0)
    verdicts.send_back(site.delivery, by=site.approver, reason="主要指标未达到。")
    assert (site.delivery.state, site.challenge_state) == ("running", "delivering")
    site.appraised()
    verdict = verdicts.accept_delivery(site.delivery, by=site.approver)
    assert (verdict.grade, verdict.reckoned) == (Grade.GOOD, Grade.GOOD)
    assert verdict.is_whole
    assert (site.delivery.state, site.challenge_state) == ("accepted", "completed")
    assert [one.number for one in HandIn.objects.order_by("number")] == [1, 2]
    first = Verdict.objects.order_by("pk")[0]
    assert (first.outcome, first.reason) == ("sent_back", "主要指标未达到。")
    assert site.delivery.result.state == "offered"


def test_a_missed_main_indicator_is_never_accepted():
    site = Site(names_next=False)
    site.appraised(1)
    call = partial(
        verdicts.accept_delivery, site.delivery, by=site.approver, grade="excellent", reason=REASON
    )
    assert refused(call).code == "unfit"
    ending.fail_delivery(site.delivery, by=site.approver, reason=REASON)
    assert (site.delivery.state, site.challenge_state) == ("failed", "failed")
    challenge = site.table.challenge
    assert getattr(challenge.exit_reason, "code", "") == "not_delivered"
    assert may_relist(site.officer, challenge)


def test_another_grade_needs_a_reason_and_both_stand_in_the_record(site):
    site.appraised()
    accept = {"by": site.approver, "grade": "fair"}
    assert "reason" in refused(lambda: verdicts.accept_delivery(site.delivery, **accept)).fields
    for grade in ("unfit", "superb"):
        call = partial(
            verdicts.accept_delivery, site.delivery, by=site.approver, grade=grade, reason=REASON
        )
        assert "grade" in refused(call).fields
    verdict = verdicts.accept_delivery(site.delivery, **accept, reason=REASON)
    assert (verdict.reckoned, verdict.grade, verdict.reason) == ("excellent", "fair", REASON)
    assert verdict.content["grade"] == ["excellent", "fair"]


def test_every_item_is_judged_and_a_missed_one_in_words(site):
    site.handed_in()
    one, two, *_rest = promises(site)
    items = {**site.judgements(), two.pk: Judged(is_met=False)}
    del items[one.pk]
    refusal = refused(lambda: accepting.appraise(site.delivery, by=site.officer, items=items))
    assert set(refusal.fields) == {f"{one.pk}-is_met", f"{two.pk}-note"}


def test_each_step_is_for_its_own_people(site):
    site.as_passed()
    for person in (*site.outsiders(), site.officer):
        save = partial(accepting.save_answers, site.delivery, by=person, said={})
        assert refused(save).status == 403
    site.handed_in()
    items = site.judgements()
    for person in (*site.outsiders(), site.bidder):
        judge = partial(accepting.appraise, site.delivery, by=person, items=items)
        assert refused(judge).status == 403
    assert (
        refused(lambda: verdicts.accept_delivery(site.delivery, by=site.approver)).code
        == "unchecked"
    )
    accepting.appraise(site.delivery, by=site.approver, items=items)
    for person in (*site.outsiders(), site.bidder, site.officer, site.approver):
        accept = partial(verdicts.accept_delivery, site.delivery, by=person)
        assert refused(accept).status == 403
    verdicts.accept_delivery(site.delivery, by=site.second)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"reached": "x" * 121}, "reached"),
        ({"words": "<b>很好</b>"}, "words"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "not an address"}, "link"),
    ],
)
def test_a_text_that_cannot_be_kept_is_told_beside_its_field(site, texts, field):
    key = promises(site)[0].pk
    call = partial(
        accepting.save_answers, site.delivery, by=site.bidder, said={key: Said({**ANSWER, **texts})}
    )
    assert set(refused(call).fields) == {f"{key}-{field}"}
    assert not Answer.objects.exists()


def test_promises_of_another_delivery_are_left_alone(site):
    accepting.save_answers(site.delivery, by=site.bidder, said={999_999: Said(ANSWER)})
    assert not Answer.objects.exists()


def test_what_was_handed_in_judged_and_decided_stands(site):
    appraisal = site.appraised()
    verdict = verdicts.accept_delivery(site.delivery, by=site.approver)
    stands(appraisal.hand_in, digest="x")
    stands(appraisal, items=[])
    stands(verdict, grade="fair")


def test_answers_cannot_be_changed_while_they_are_judged(site):
    site.handed_in()
    assert refused(site.answered).code == "wrong_state"
    assert refused(lambda: hand_in(site)).code == "wrong_state"


def below_its_promise(site):
    """Let the first indicator ask 80 and promise 95, and hand in that 85 was reached."""
    first = promises(site)[0]
    Indicator.objects.filter(pk=first.indicator_id).update(comparison="ge", value="80")
    type(first).objects.filter(pk=first.pk).update(value="95%")
    site.as_passed()
    site.answered()
    said = {first.pk: Said({**ANSWER, "reached": "85"})}
    accepting.save_answers(site.delivery, by=site.bidder, said=said)
    return str(first.pk), hand_in(site)


def test_what_is_below_the_promise_passes_only_with_a_reason_that_the_record_keeps(site):
    key, handed = below_its_promise(site)
    row = next(one for one in handed.content if str(one["promise"]) == key)
    assert (row["keeps"], row["keeps_promise"], row["promised"]) == (True, False, "95%")
    items = site.judgements()
    refusal = refused(lambda: accepting.appraise(site.delivery, by=site.officer, items=items))
    assert set(refusal.fields) == {f"{key}-note"}
    why = "实际工况低于设计工况，双方认可。"
    items = {**items, int(key): Judged(is_met=True, note=why)}
    accepting.appraise(site.delivery, by=site.officer, items=items)
    verdict = verdicts.accept_delivery(site.delivery, by=site.approver)
    assert (verdict.grade, verdict.content["items"][0]["note"]) == (Grade.FAIR, why)


def test_an_approved_change_lowers_what_is_held_against_it(site):
    first = promises(site)[0]
    Indicator.objects.filter(pk=first.indicator_id).update(comparison="ge", value="80")
    type(first).objects.filter(pk=first.pk).update(value="95%")
    lower = amending.Changes(words=REASON, values={first.pk: "85%"}, is_approved_by_both=True)
    amending.amend(site.delivery.agreement, by=site.officer, changes=lower)
    site.as_passed()
    site.answered(reached="85")
    assert hand_in(site).content[0]["keeps_promise"] is True
