"""Findings and the frozen ranking: complete, by the chair alone, once, with what it rests on."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from marketplace.core.canonical import digest
from marketplace.core.refusals import Refusal
from marketplace.journal import triggers
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.verification import MismatchError, verify
from marketplace.reviews.consensus import Found, freeze_ranking, save_findings
from marketplace.reviews.endings import none_ranked
from marketplace.reviews.models import Finding, Panel, Ranking, Sheet
from marketplace.reviews.ranking_record import recomputed
from marketplace.reviews.renewing import score_anew
from marketplace.reviews.rounds import standing_ranking
from marketplace.reviews.seating import recuse
from tests.experts.factories import keeper
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = [pytest.mark.django_db, pytest.mark.both]

D = Decimal


@pytest.fixture
def judging():
    return Judging()


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def chair(judging):
    return who(judging.members()[0])


def test_the_ranking_is_computed_from_the_sheets_and_frozen(judging):
    ranking = judging.ranked()
    first, second = judging.bids
    assert ranking.ranks() == {first.receipt: 1, second.receipt: 2}
    # 90 x 60 % + 80 x 40 %
    assert ranking.total_of(first.receipt) == D(86)
    assert ranking.digest == digest(ranking.record)
    assert (judging.round.state, standing_ranking(judging.challenge)) == ("ranked", ranking)
    assert recomputed(ranking.record) == ranking.record["lines"]


def test_nobody_agrees_before_every_member_has_signed(judging):
    judging.sign(judging.members()[0], (90, 80), (70, 60))
    assert refused(judging.noted).code == "unsigned"
    assert refused(judging.frozen).code == "unsigned"


def test_the_chair_alone_writes_and_freezes(judging):
    judging.signed()
    other = who(judging.members()[1])
    found = {judging.criteria[0]: Found("意见一致。")}
    for person in (other, keeper(), judging.office.editor):
        refusal = refused(
            lambda person=person: save_findings(
                judging.panel, bid=judging.bids[0], findings=found, by=person
            )
        )
        assert (refusal.code, refusal.status) == ("not_self", 403)
    judging.noted()
    assert refused(lambda: freeze_ranking(judging.panel, by=other)).code == "not_self"


def test_every_bid_and_criterion_needs_its_note(judging):
    judging.signed().noted()
    Finding.objects.filter(bid=judging.bids[1]).update(note=" ")
    assert refused(judging.frozen).code == "incomplete"
    assert not Ranking.objects.exists()


def test_agreed_scores_are_refused_where_the_rules_know_none(judging):
    judging.signed()
    refusal = refused(lambda: judging.noted(c0=95))
    assert list(refusal.fields) == [f"agreed-{judging.criteria[0]}"]


def test_an_agreed_score_counts_and_one_beyond_the_sheets_needs_a_reason():
    judging = Judging(agrees_scores=True)
    judging.signed().noted(c0=95)
    Finding.objects.filter(bid=judging.bids[0]).update(reason="")
    assert refused(judging.frozen).code == "beyond"
    Finding.objects.update(reason="现场演示补充了证据。")
    ranking = judging.frozen()
    cell = ranking.record["lines"][0]["cells"][0]
    assert (cell["mean"], cell["agreed"], cell["value"]) == ("90", "95", "95")


@pytest.mark.parametrize("score", ["100.1", "-1"])
def test_an_agreed_score_beyond_the_scale_is_told_beside_its_field(score):
    judging = Judging(agrees_scores=True).signed()
    found = {judging.criteria[1]: Found("意见一致。", D(score))}
    refusal = refused(
        lambda: save_findings(judging.panel, bid=judging.bids[0], findings=found, by=chair(judging))
    )
    assert list(refusal.fields) == [f"agreed-{judging.criteria[1]}"]


def test_equal_bids_wait_for_the_chairs_order_with_a_reason(judging):
    same = ((80, 70), (80, 70))
    judging.signed(same, same, same).noted()
    assert refused(judging.frozen).code == "tie"
    order = [judging.bids[1].receipt, judging.bids[0].receipt]
    assert "reason" in refused(lambda: judging.frozen(order=order)).fields
    ranking = judging.frozen(order=order, reason="现场答辩更完整。")
    assert ranking.ranks() == {order[0]: 1, order[1]: 2}
    assert ranking.record["order"] == {"bids": order, "reason": "现场答辩更完整。"}
    assert recomputed(ranking.record) == ranking.record["lines"]


def test_an_order_without_an_equal_bid_changes_nothing(judging):
    judging.signed().noted()
    order = [one.receipt for one in reversed(judging.bids)]
    ranking = judging.frozen(order=order, reason="不起作用")
    assert ranking.ranks()[judging.bids[0].receipt] == 1
    assert ranking.record["order"] == {"bids": [], "reason": ""}


def test_where_no_bid_reaches_the_least_scores_nobody_is_ranked(judging):
    low = ((80, 40), (70, 30))
    judging.signed(low, low, low).noted()
    ranking = judging.frozen()
    assert ranking.ranks() == {}
    assert len(ranking.record["lines"]) == 2
    assert none_ranked(judging.challenge) == "none_above_minimum"


def test_the_highest_and_lowest_are_dropped_where_the_rules_say_so():
    judging = Judging(bids=1, members=5, trims_from=5)
    judging.signed(*(((score, 60),) for score in (0, 70, 80, 90, 100))).noted()
    cell = judging.frozen().record["lines"][0]["cells"][0]
    assert (cell["mean"], cell["dropped"]) == ("80", ["0", "100"])


def test_a_recused_members_sheet_no_longer_counts_and_a_vacant_place_holds_the_ranking(judging):
    judging.signed((((100, 100),) * 2), (((50, 50),) * 2), (((60, 60),) * 2))
    judging.noted()
    recuse(judging.members()[1], by=keeper(), words="核实有利害关系")
    assert judging.panel.state == Panel.State.DRAWN
    assert refused(judging.frozen).code == "vacant"
    assert Sheet.objects.count() == 3


def test_a_chair_who_stepped_back_is_followed_by_the_next_place(judging):
    judging.signed()
    second = judging.members()[1]
    recuse(judging.members()[0], by=keeper(), words="核实有利害关系")
    assert judging.members()[0] == second
    judging.noted()
    assert Finding.objects.count() == 4


def test_scored_anew_the_same_panel_signs_again_and_the_old_ranking_stays(judging):
    old = judging.ranked()
    with transaction.atomic():
        score_anew(judging.challenge, by=judging.office.approver)
    assert (judging.round.number, judging.round.state) == (2, "scoring")
    assert standing_ranking(judging.challenge) is None
    assert refused(judging.noted).code == "unsigned"
    # Marks are kept, so that nobody types everything again; the signature is another one.
    judging.signed(*([((60, 60), (90, 90))] * 3)).noted()
    new = judging.frozen()
    assert new.ranks()[judging.bids[1].receipt] == 1
    assert [one.round.state for one in Ranking.objects.order_by("pk")] == ["replaced", "ranked"]
    assert Ranking.objects.get(pk=old.pk).content == old.content


def test_one_altered_score_is_named_by_the_journal(judging):
    ranking = judging.ranked()
    run_until_caught_up()
    verify()
    sheet = judging.members()[1].sheets.get()
    for row in (sheet, ranking):
        named = pytest.raises(MismatchError, match=f"{row._meta.label_lower} {row.pk}")
        with altered(row, content=row.content.replace("80", "81")), named:
            verify()
    verify()


@contextmanager
def altered(row, **values):
    """Change a row past the triggers, as somebody with the database's password could, and back."""
    old = {name: getattr(row, name) for name in values}
    triggers.remove(connection)
    try:
        for given in (values, old):
            QuerySet(type(row)).filter(pk=row.pk).update(**given)
            if given is values:
                yield
    finally:
        triggers.install(connection)
