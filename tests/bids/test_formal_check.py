"""The formal check: admitted, completed, or kept out by two people; nothing sealed ever changes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from marketplace.bids import checking, curing, hearing
from marketplace.bids.models import Bid, BidPartner, CureFile, FormalCheck
from marketplace.core import clock
from marketplace.files.access import readable
from marketplace.journal.models import Entry
from marketplace.organisations.models import CreditFact, Role
from tests.bids.desk import Desk
from tests.bids.refusing import refused
from tests.claims.factories import pdf, person_of
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def desk():
    return Desk()


def test_no_bid_is_admitted_while_one_of_its_challenge_waits_for_its_check(desk):
    assert desk.admitted == set()
    checking.admit_bid(desk.check, by=desk.officer)
    assert desk.admitted == {desk.bid, desk.rival}
    assert {one.met for one in desk.check.findings.all()} == {True}
    assert Entry.objects.filter(kind="bid_admitted").count() == 1


def test_a_bid_is_kept_out_by_two_people_and_the_others_are_admitted(desk):
    refused("wrong_state", checking.exclude_bid, desk.check, by=desk.other)
    desk.propose()
    refused("same_person", checking.exclude_bid, desk.check, by=desk.officer)
    checking.exclude_bid(desk.check, by=desk.other)
    assert desk.admitted == {desk.rival}
    assert (desk.check.state, desk.check.reason) == ("excluded", "incomplete")
    for step in (checking.admit_bid, checking.exclude_bid, checking.turn_down_exclusion):
        refused("wrong_state", step, desk.check, by=desk.other)


def test_whatever_code_runs_one_person_alone_keeps_no_bid_out(desk):
    desk.propose()
    checking.exclude_bid(desk.check, by=desk.other)
    rows = FormalCheck.objects.filter(bid=desk.bid)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(settled_by=desk.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(words="")


def test_a_proposal_that_is_turned_down_lets_the_check_go_on(desk):
    desk.propose()
    refused("same_person", checking.turn_down_exclusion, desk.check, by=desk.officer)
    checking.turn_down_exclusion(desk.check, by=desk.other)
    assert (desk.check.state, desk.check.reason, desk.check.proposed_by) == ("open", "", None)
    checking.admit_bid(desk.check, by=desk.officer)


def test_a_bidder_completes_its_bid_once_beside_what_was_sealed(desk):
    sealed = desk.bid.journal_state()
    check = desk.ask()
    assert check.due_at > clock.now() + timedelta(days=4)
    refused("too_early", desk.propose)
    refused("not_member", curing.cure_deficits, desk.check, by=UserFactory(), words="补")
    curing.cure_deficits(desk.check, by=desk.bidder, words="已重新提供附件一。", files=[pdf()])
    assert desk.check.state == "cured"
    assert Bid.objects.get(pk=desk.bid.pk).journal_state() == sealed
    refused("wrong_state", curing.cure_deficits, desk.check, by=desk.bidder, words="再补")
    refused("wrong_state", desk.ask)
    checking.admit_bid(desk.check, by=desk.officer)


def test_after_its_time_nothing_is_completed_and_the_bid_may_be_kept_out(desk):
    desk.ask()
    desk.end_time()
    refused("late", curing.cure_deficits, desk.check, by=desk.bidder, words="迟到的补正")
    assert desk.propose().state == "proposed"


def test_a_bidder_is_asked_once_even_after_a_proposal_was_turned_down(desk):
    desk.ask()
    desk.end_time()
    desk.propose()
    checking.turn_down_exclusion(desk.check, by=desk.other)
    refused("asked", desk.ask)


def test_deficits_are_said_of_what_can_be_put_right_and_in_words(desk):
    ask = partial(checking.write_deficits, desk.check, by=desk.officer)
    for deficits in ({}, {"complete": "  "}, {"own_money": "补足自筹"}, {"x": "y"}):
        refused("mistakes", ask, deficits=deficits)
    beside = refused("mistakes", ask, deficits={"complete": "缺<b>附表</b>"})
    assert list(beside.fields) == ["complete"]
    assert desk.check.state == "open"


def test_files_that_complete_a_bid_are_read_by_those_who_read_the_bid_alone(desk):
    desk.ask()
    bad = refused(
        "mistakes",
        curing.cure_deficits,
        desk.check,
        by=desk.bidder,
        words="补",
        files=[pdf("a.exe")],
    )
    assert list(bad.fields) == ["uploads"]
    curing.cure_deficits(desk.check, by=desk.bidder, words="补", files=[pdf()])
    key = CureFile.objects.get().pk
    supervisor = person_of(desk.office.organisation, Role.SUPERVISOR)
    for person in (desk.bidder, desk.officer, supervisor):
        assert readable(person, "bids.curefile", key=key)
    rival = desk.rival.submitted_by
    for person in (rival, UserFactory()):
        assert not readable(person, "bids.curefile", key=key)
        assert not FormalCheck.objects.visible_to(person).filter(bid=desk.bid).exists()


def test_less_own_money_than_the_rules_ask_is_never_admitted():
    desk = Desk(own_share="0.60")
    refusal = refused("not_in_order", checking.admit_bid, desk.check, by=desk.officer)
    assert len(refusal.fields[""]) == 1
    desk.propose(reason="own_money", words="自筹资金低于六成。")
    checking.exclude_bid(desk.check, by=desk.other)
    met = dict(desk.check.findings.values_list("item", "met"))
    assert met == {"partners": True, "own_money": False, "eligible": True}


def test_the_conditions_are_asked_anew_on_the_day_of_the_check(desk):
    CreditFact.objects.filter(organisation=desk.firm).update(answer=CreditFact.Answer.YES)
    refused("not_in_order", checking.admit_bid, desk.check, by=desk.officer)


def test_a_bid_waits_for_its_partner_who_may_answer_otherwise_until_it_is_settled():
    desk = Desk(partner=OrganisationFactory())
    partner = BidPartner.objects.for_rows().get(bid=desk.bid)
    theirs = person_of(desk.partner)
    assert (partner.organisation, partner.part, partner.state) == (desk.partner, "试制", "asked")
    refused("not_in_order", checking.admit_bid, desk.check, by=desk.officer)
    refused("not_member", hearing.confirm_part, partner, by=desk.bidder)
    hearing.decline_part(partner, by=theirs, words="没有谈过。")
    refused("not_in_order", checking.admit_bid, desk.check, by=desk.officer)
    hearing.confirm_part(partner, by=theirs)
    checking.admit_bid(desk.check, by=desk.officer)
    refused("wrong_state", hearing.decline_part, partner, by=theirs, words="又不参加了。")
    assert BidPartner.objects.get().state == "confirmed"


def test_a_partner_whom_nobody_knows_any_more_keeps_the_bid_out_and_stops_no_opening():
    desk = Desk(partners=[{"name": "已注销公司", "credit_code": "", "part": ""}])
    partner = BidPartner.objects.for_rows().get(bid=desk.bid)
    assert partner.organisation is None
    refused("unknown", hearing.confirm_part, partner, by=desk.bidder)
    refused("not_in_order", checking.admit_bid, desk.check, by=desk.officer)


def test_who_belongs_to_a_party_of_a_bid_does_not_check_it():
    desk = Desk(partner=OrganisationFactory())
    for body in (desk.firm, desk.partner):
        MembershipFactory(organisation=body, user=desk.officer, role=Role.VIEWER)
        refused("party", checking.admit_bid, desk.check, by=desk.officer)
        desk.officer.memberships.filter(organisation=body).delete()
    refused("not_officer", checking.admit_bid, desk.check, by=desk.bidder)


def test_of_an_admission_and_a_proposal_at_once_one_is_refused(desk):
    check = desk.check
    said = {"reason": "other", "words": "另有原因。"}
    answers = at_once(
        partial(checking.admit_bid, check, by=desk.other),
        partial(checking.propose_exclusion, check, by=desk.officer, **said),
    )
    assert answers == ["done", "wrong_state"]
    assert desk.check.state in {"admitted", "proposed"}


def test_of_two_who_decide_at_once_one_is_refused(desk):
    desk.propose()
    third = person_of(desk.office.organisation, Role.APPROVER)
    answers = at_once(
        partial(checking.exclude_bid, desk.check, by=desk.other),
        partial(checking.turn_down_exclusion, desk.check, by=third),
    )
    assert answers == ["done", "wrong_state"]
