"""A signed agreement changes as another version; the one that was signed stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.agreements.amending import Changes, amend
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from tests.agreements.factories import SigningTable, again

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def amended(table, agreement, **changes):
    said = Changes(**{"words": "海试窗口期推迟。", **changes})
    return amend(agreement, by=table.officer, changes=said)


def test_days_and_titles_change_in_a_new_version_and_the_signed_one_stays(table):
    agreement = table.as_signed()
    first, last = agreement.milestones.all()
    day = first.due_on + timedelta(days=10)
    end = last.due_on + timedelta(days=30)
    version = amended(
        table, agreement, days={first.pk: day, last.pk: end}, titles={first.pk: "样机"}, ends_on=end
    )
    assert version.number == 2
    assert version.sheet["milestones"][0] == {
        "title": "样机",
        "due_on": day.isoformat(),
        "stage": 1,
        "is_gate": False,
    }
    after = again(agreement)
    assert after.version == 2
    assert after.signed_version == agreement.signed_version
    assert set(after.milestones.values_list("pk", flat=True)) == {first.pk, last.pk}
    assert Entry.objects.filter(kind="agreement_amended").count() == 1


def test_a_promise_is_lowered_only_where_both_sides_approve(table):
    agreement = table.as_signed()
    promise = agreement.promises.first()
    lower = {"values": {promise.pk: "85%"}}
    assert "values" in refused(lambda: amended(table, agreement, **lower)).fields
    amended(table, agreement, **lower, is_approved_by_both=True)
    amended(table, agreement, values={promise.pk: "88%"})
    promise.refresh_from_db()
    assert (promise.value, promise.answered) == ("88%", "90%")


@pytest.mark.parametrize("state", ["drafted", "as_offered", "as_agreed"])
def test_only_what_is_signed_is_amended(table, state):
    agreement = getattr(table, state)()
    day = {agreement.milestones.first().pk: agreement.starts_on}
    assert refused(lambda: amended(table, agreement, days=day)).code == "wrong_state"


def test_days_out_of_order_foreign_parts_and_no_change_are_refused(table):
    agreement = table.as_signed()
    first, last = agreement.milestones.all()
    late = last.due_on + timedelta(days=1)
    assert "days" in refused(lambda: amended(table, agreement, days={first.pk: late})).fields
    assert "days" in refused(lambda: amended(table, agreement, days={last.pk: late})).fields
    assert refused(lambda: amended(table, agreement)).code == "no_change"
    assert "words" in refused(lambda: amended(table, agreement, words="", ends_on=late)).fields
    foreign = SigningTable().as_signed().milestones.get(position=1).pk
    refusal = refused(lambda: amended(table, agreement, days={foreign: late}))
    assert refusal.code == "foreign_part"
    assert again(agreement).version == 1
