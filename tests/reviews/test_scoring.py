"""Score sheets: saved while they are written, signed whole, versions that stay, others' hidden."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Mark, Sheet
from marketplace.reviews.scoring import Marked, file_sheet, missing_in, save_marks
from marketplace.reviews.seating import recuse
from tests.experts.factories import keeper
from tests.factories import UserFactory
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = [pytest.mark.django_db, pytest.mark.both]

GOOD = ((90, 80), (70, 60))


@pytest.fixture
def judging():
    return Judging()


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def test_what_is_saved_stays_open_and_is_read_by_nobody_else(judging):
    seat = judging.members()[0]
    judging.mark(seat, *GOOD)
    assert Mark.objects.filter(seat=seat).count() == 4
    assert not Sheet.objects.exists()
    assert not Entry.objects.filter(kind="sheet_signed").exists()
    judging.mark(seat, (50, 80), (70, 60))
    assert Mark.objects.get(seat=seat, bid=judging.bids[0], score=50).comment == "见方案。"


@pytest.mark.parametrize("score", ["-0.1", "100.1", "50.55", "NaN", "1000"])
def test_a_score_beyond_the_scale_is_told_beside_its_field_and_nothing_is_saved(judging, score):
    seat, key = judging.members()[0], judging.criteria[0]
    refusal = refused(
        lambda: save_marks(
            seat, bid=judging.bids[0], marks={key: Marked(Decimal(score))}, by=who(seat)
        )
    )
    assert list(refusal.fields) == [f"score-{key}"]
    assert not Mark.objects.exists()


@pytest.mark.parametrize("score", ["0", "100", "59.5"])
def test_the_borders_of_the_scale_are_on_it(judging, score):
    seat, key = judging.members()[0], judging.criteria[0]
    save_marks(seat, bid=judging.bids[0], marks={key: Marked(Decimal(score))}, by=who(seat))
    assert Mark.objects.get().score == Decimal(score)


@pytest.mark.parametrize("comment", ["长" * 501, "零\0字节"])
def test_a_comment_that_no_column_takes_is_told_beside_its_field(judging, comment):
    seat, key = judging.members()[0], judging.criteria[0]
    marks = {key: Marked(Decimal(5), comment)}
    refusal = refused(lambda: save_marks(seat, bid=judging.bids[0], marks=marks, by=who(seat)))
    assert list(refusal.fields) == [f"comment-{key}"]


def test_bids_and_criteria_of_another_challenge_are_not_found(judging):
    other = Judging(bids=1, members=1)
    seat = judging.members()[0]
    for bid, key in (
        (other.bids[0], judging.criteria[0]),
        (judging.bids[0], other.criteria[0]),
    ):
        marks = {key: Marked(Decimal(5))}
        refusal = refused(
            lambda bid=bid, marks=marks: save_marks(seat, bid=bid, marks=marks, by=who(seat))
        )
        assert refusal.status == 404


def test_an_unfinished_sheet_is_not_signed_and_says_where(judging):
    seat, (first, second) = judging.members()[0], judging.criteria
    assert refused(lambda: file_sheet(seat, by=who(seat))).code == "incomplete"
    marks = {first: Marked(Decimal(80)), second: Marked(Decimal(49))}
    save_marks(seat, bid=judging.bids[0], marks=marks, by=who(seat))
    letters = {one.bid.pk: one.label for one in labelled_bids(seat)}
    # A score below the least score of a criterion needs its comment.
    wanted = {letters[judging.bids[0].pk]: 1, letters[judging.bids[1].pk]: 2}
    assert missing_in(seat) == wanted
    assert refused(lambda: file_sheet(seat, by=who(seat))).code == "incomplete"


def test_a_signed_sheet_stands_and_a_change_is_another_version(judging):
    seat = judging.members()[0]
    first = judging.sign(seat, *GOOD)
    assert refused(lambda: file_sheet(seat, by=who(seat))).code == "unchanged"
    second = judging.sign(seat, (95, 80), (70, 60))
    assert [one.number for one in Sheet.objects.all()] == [1, 2]
    assert (first.digest != second.digest, second.round) == (True, judging.round)
    scored = second.scores()[judging.bids[0].receipt]
    assert scored == {str(judging.criteria[0]): Decimal(95), str(judging.criteria[1]): Decimal(80)}
    entries = Entry.objects.filter(kind="sheet_signed")
    assert [one.actor_key for one in entries] == ["", ""]


def test_nobody_signs_for_another_and_nobody_after_the_ranking(judging):
    seat, other = judging.members()[:2]
    judging.mark(seat, *GOOD)
    for person in (who(other), UserFactory(), keeper()):
        assert refused(lambda person=person: file_sheet(seat, by=person)).code == "undeclared"
    judging.ranked()
    assert refused(lambda: file_sheet(seat, by=who(seat))).code == "wrong_state"
    assert refused(lambda: judging.mark(seat, *GOOD)).code == "wrong_state"


def test_who_stepped_back_signs_nothing_and_reads_nothing(judging):
    seat, other = judging.members()[:2]
    judging.mark(seat, *GOOD)
    judging.sign(other, *GOOD)
    recuse(seat, by=keeper(), words="核实有利害关系")
    assert refused(lambda: file_sheet(seat, by=who(seat))).code == "undeclared"
    assert not Sheet.objects.visible_to(who(seat)).exists()


def test_a_member_reads_others_only_after_the_own_signature(judging):
    first, second, third = judging.members()
    judging.sign(first, *GOOD)
    assert not Sheet.objects.visible_to(who(second)).exists()
    judging.sign(second, *GOOD)
    assert set(Sheet.objects.visible_to(who(second)).values_list("seat", flat=True)) == {
        first.pk,
        second.pk,
    }
    assert not Sheet.objects.visible_to(who(third)).exists()


def test_nobody_outside_reads_a_sheet_while_the_panel_scores(judging):
    judging.signed()
    outside = (
        keeper(),
        judging.office.editor,
        judging.office.approver,
        judging.bids[0].submitted_by,
        UserFactory(),
    )
    for person in outside:
        assert not Sheet.objects.visible_to(person).exists()


def test_no_row_of_a_sheet_is_changed_whoever_speaks_to_the_database(judging):
    judging.sign(judging.members()[0], *GOOD)
    for statement in ("UPDATE reviews_sheet SET digest = 'x'", "DELETE FROM reviews_sheet"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
