"""Criteria with scales of their own: kept at every door, and weighed the same whatever they are."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from marketplace.challenges.rules import CriterionText
from marketplace.core.refusals import Refusal
from marketplace.reviews.consensus import Found, save_findings
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Finding, Mark
from marketplace.reviews.ranking import outliers
from marketplace.reviews.ranking_record import recomputed
from marketplace.reviews.scoring import Marked, save_marks
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = [pytest.mark.django_db, pytest.mark.both]

D = Decimal
CRITERIA = (
    CriterionText("技术路线", D(60), top=30),
    CriterionText("实施能力", D(40), minimum=D(5), top=10),
)


@pytest.fixture
def judging():
    return Judging(criteria=CRITERIA, agrees_scores=True)


@pytest.mark.parametrize(("place", "score"), [(0, "30.1"), (1, "10.1"), (1, "100"), (0, "-0.1")])
def test_a_score_outside_the_scale_is_told_beside_its_field_and_nothing_is_saved(
    judging, place, score
):
    seat, key = judging.members()[0], judging.criteria[place]
    marks = {key: Marked(D(score)), judging.criteria[1 - place]: Marked(D(1))}
    with pytest.raises(Refusal) as refusal:
        save_marks(seat, bid=judging.bids[0], marks=marks, by=who(seat))
    assert list(refusal.value.fields) == [f"score-{key}"]
    assert not Mark.objects.exists()


def test_on_the_page_it_is_told_beside_its_field_and_what_was_typed_stays(client, judging):
    seat, bid = judging.members()[0], judging.bids[0]
    one, two = judging.criteria
    client.force_login(who(seat))
    key = next(found.key for found in labelled_bids(seat) if found.bid == bid)
    page = reverse("reviews:score", args=[seat.code, key])
    assert "0–30" in client.get(page).content.decode()
    answer = client.post(page, {f"score-{one}": "30.5", f"score-{two}": "9"})
    assert answer.status_code == 422
    assert 'value="30.5"' in answer.content.decode()
    assert {mark.criterion_id: mark.score for mark in Mark.objects.all()}[two] == 9


def test_no_row_outside_its_scale_is_stored_whoever_writes_it(judging):
    seat = judging.members()[0]
    judging.mark(seat, (30, 10), (20, 8))
    for rows, change in (
        (Mark.objects.filter(criterion=judging.criteria[0]), {"score": D("30.1")}),
        (Mark.objects.all(), {"top": 101}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_an_agreed_score_keeps_to_the_scale_as_well(judging):
    judging.signed(*[((30, 10), (20, 8))] * 3)
    key, chair = judging.criteria[1], who(judging.members()[0])
    given = {"bid": judging.bids[0], "by": chair}
    with pytest.raises(Refusal) as refusal:
        save_findings(judging.panel, findings={key: Found("一致。", D("10.5"))}, **given)
    assert list(refusal.value.fields) == [f"agreed-{key}"]
    save_findings(judging.panel, findings={key: Found("一致。", D(10))}, **given)
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.update(agreed=D("10.5"))


def test_points_are_scaled_to_the_weights_and_follow_from_the_record_alone(client, judging):
    rows = [((30, 10), (15, 4)), ((24, 8), (15, 4)), ((27, 9), (15, 4))]
    ranking = judging.signed(*rows).noted().frozen()
    first = judging.bids[0]
    # 27 of 30 x 60 % + 9 of 10 x 40 %
    assert ranking.total_of(first.receipt) == D(90)
    assert ranking.ranks() == {first.receipt: 1}
    assert recomputed(ranking.record) == ranking.record["lines"]
    member = judging.members()[1]
    client.force_login(who(member))
    page = client.get(reverse("reviews:freeze", args=[member.code]))
    assert "27.00 ÷ 30 × 60 =" in page.content.decode()


def test_a_record_of_before_the_scales_is_computed_of_a_hundred():
    ranking = Judging().ranked()
    old = json.loads(ranking.content)
    for one in old["criteria"]:
        del one["top"]
    assert recomputed(old) == ranking.record["lines"]


def test_a_score_far_from_the_others_is_told_by_its_own_scale():
    scores = {"x": D(9), "y": D(9), "z": D(7)}
    assert outliers(scores) == set()
    assert outliers(scores, top=D(10)) == {"z"}
