"""Offered, returned, taken back, agreed, ended: each by its side, in its state."""

from __future__ import annotations

import pytest

from marketplace.agreements import offering
from marketplace.agreements.models import EndReason, Turn
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.agreements.factories import again
from tests.claims.factories import person_of
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def reason():
    return EndReason.objects.get(code="firm_declined")


def test_it_is_offered_and_agreed(table):
    agreement = offering.offer_agreement(table.drafted(), by=table.officer, seen=1)
    assert agreement.state == "offered"
    offering.agree(agreement, by=table.bidder, seen=1)
    assert again(agreement).state == "agreed"
    kinds = ["agreement_offered", "agreement_agreed"]
    assert Entry.objects.filter(kind__in=kinds).count() == 2
    assert list(Turn.objects.values_list("kind", "side")) == [("offer", "owner"), ("agree", "firm")]


def test_the_firm_returns_it_with_words_and_not_without(table):
    agreement = table.as_offered()
    for words in (" ", "<b>x</b>"):
        refusal = refused(
            lambda words=words: offering.hand_back(agreement, by=table.bidder, words=words)
        )
        assert "words" in refusal.fields
    offering.hand_back(agreement, by=table.bidder, words="首付款比例偏低。")
    assert again(agreement).state == "drafted"
    assert Turn.objects.filter(words="首付款比例偏低。", side="firm").count() == 1


def test_the_owner_takes_back_what_is_not_signed(table):
    for state in ("as_offered", "as_agreed"):
        agreement = getattr(table, state)()
        offering.take_back(agreement, by=table.officer)
        assert again(agreement).state == "drafted"
    assert refused(lambda: offering.take_back(table.as_signed(), by=table.officer)).status == 409


def test_another_version_than_the_one_that_was_read_is_not_agreed_to(table):
    agreement = table.as_offered()
    assert refused(lambda: offering.agree(agreement, by=table.bidder, seen=2)).code == (
        "other_version"
    )
    assert again(agreement).state == "offered"


def test_each_side_does_its_own_alone(table):
    agreement = table.as_offered()
    both = table.officer
    MembershipFactory(user=both, organisation=table.firm, role=Role.VIEWER)
    viewer = person_of(table.firm, Role.VIEWER)
    for person in (both, viewer, table.stranger, UserFactory()):
        for call in (
            lambda person=person: offering.agree(agreement, by=person, seen=1),
            lambda person=person: offering.hand_back(agreement, by=person, words="x"),
            lambda person=person: offering.take_back(agreement, by=person),
            lambda person=person: offering.end_agreement(agreement, by=person, reason=reason()),
        ):
            assert refused(call).status == 403
    assert refused(lambda: offering.take_back(agreement, by=table.bidder)).status == 403


def test_it_ends_with_a_reason_that_may_be_chosen(table):
    agreement = table.as_agreed()
    EndReason.objects.filter(code="no_consent").update(is_active=False)
    idle = EndReason.objects.get(code="no_consent")
    call = lambda: offering.end_agreement(agreement, by=table.officer, reason=idle)  # noqa: E731
    assert "reason" in refused(call).fields
    offering.end_agreement(agreement, by=table.officer, reason=reason(), words="放弃签约。")
    ended = again(agreement)
    assert (ended.state, ended.end_note, ended.due_at) == ("ended", "放弃签约。", None)
    assert refused(lambda: offering.take_back(ended, by=table.officer)).status == 409
