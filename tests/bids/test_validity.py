"""The rules count valid bids: with too few after the formal check nothing is drawn or shown."""

from __future__ import annotations

import pytest

from marketplace.awards.permissions import may_draft_notice
from marketplace.bids import checking
from marketplace.bids.models import Bid
from marketplace.bids.validity import enough_valid
from marketplace.challenges.actions import fail_challenge
from marketplace.challenges.dues import Hand, dues_of
from marketplace.challenges.forms import FailForm
from marketplace.challenges.models import ExitReason
from marketplace.core import clock
from marketplace.reviews.models import Draw, Panel
from marketplace.reviews.permissions import may_draw, may_promise
from tests.bids.desk import Desk
from tests.bids.factories import admit_row
from tests.challenges.factories import fresh
from tests.experts.factories import keeper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def steps(challenge):
    return [str(due.what) for due in dues_of([challenge], at=clock.now())[challenge.pk]]


def test_an_exclusion_that_leaves_too_few_ends_the_way_to_a_result():
    desk = Desk(minimum=2)
    staff, drawer = keeper(), keeper()
    challenge = fresh(desk.challenge)
    assert enough_valid(challenge)
    desk.propose()
    checking.exclude_bid(desk.check, by=desk.other)
    challenge = fresh(challenge)
    assert enough_valid(challenge).code == "too_few_valid"
    assert may_promise(staff, challenge, panel=None).code == "too_few_valid"
    draw = Draw(panel=Panel(challenge=challenge), state=Draw.State.PROMISED, promised_by=staff)
    assert may_draw(drawer, draw).code == "too_few_valid"
    assert may_draft_notice(desk.officer, challenge).code == "too_few_valid"
    [due] = dues_of([challenge], at=clock.now())[challenge.pk]
    assert due.hand == Hand.OFFICER
    assert due.url.endswith("#fail")
    reason = ExitReason.objects.get(code="too_few_bids")
    assert FailForm(challenge=challenge, verb="fail").initial["reason"] == reason
    assert fail_challenge(challenge, by=desk.officer, reason=reason).state == "failed"


def test_as_many_as_the_rules_ask_for_go_on():
    desk = Desk(minimum=1)
    desk.propose()
    checking.exclude_bid(desk.check, by=desk.other)
    assert enough_valid(fresh(desk.challenge))
    form = FailForm(challenge=fresh(desk.challenge), verb="fail")
    assert form.initial["reason"] is None


def test_a_bid_that_could_not_be_opened_is_no_valid_one():
    desk = Desk(minimum=2)
    Bid.objects.filter(pk=desk.rival.pk).update(fault="broken")
    desk.rival.formal_check.delete()
    admit_row(desk.bid)
    assert enough_valid(fresh(desk.challenge)).code == "too_few_valid"


def test_while_one_check_goes_on_nothing_is_said():
    desk = Desk(minimum=2)
    Bid.objects.filter(pk=desk.rival.pk).update(fault="broken")
    desk.rival.formal_check.delete()
    assert enough_valid(fresh(desk.challenge))
    assert steps(fresh(desk.challenge))
