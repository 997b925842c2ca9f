"""A change passes both sides and an approver, and becomes another version; never half of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from marketplace.deliveries import accepting, changing, paying
from marketplace.deliveries.differences import Wanted
from marketplace.deliveries.models import ChangeRequest
from marketplace.journal.models import Entry
from tests.deliveries.factories import REASON
from tests.deliveries.refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def later(site, number=1, days=30):
    """Return the wish that a milestone, and the end with it, comes later."""
    one = site.checkpoint(number).milestone
    ends_on = site.delivery.agreement.ends_on + timedelta(days=days)
    return Wanted(days={one.pk: one.due_on + timedelta(days=days)}, ends_on=ends_on)


def asked(site, by=None, wanted=None):
    by = by or site.bidder
    return changing.ask_change(site.delivery, by=by, wanted=wanted or later(site), reason=REASON)


def again(change):
    return ChangeRequest.objects.select_related("version").get(pk=change.pk)


def test_a_change_of_the_firm_passes_an_officer_and_an_approver(site):
    before = site.checkpoint(1).milestone.due_on
    change = asked(site)
    assert [row["field"] for row in change.fields] == ["due_on", "ends_on"]
    assert site.checkpoint(1).milestone.due_on == before
    changing.agree_to_change(change, by=site.officer)
    changing.approve_change(change, by=site.approver)
    done = again(change)
    assert (done.state, done.version.number) == ("approved", 2)
    assert site.checkpoint(1).milestone.due_on == before + timedelta(days=30)
    assert site.delivery.agreement.signed_version.number == 1


def test_a_change_of_the_owner_is_agreed_by_the_firm(site):
    change = asked(site, by=site.officer)
    for person in (site.officer, site.approver, *site.outsiders()):
        assert refused(partial(changing.agree_to_change, change, by=person)).status == 403
    changing.agree_to_change(change, by=site.bidder)
    for person in (site.officer, site.bidder, *site.outsiders()):
        assert refused(partial(changing.approve_change, change, by=person)).status == 403
    changing.approve_change(change, by=site.approver)
    assert again(change).state == "approved"


def test_who_had_a_part_does_not_approve(site):
    change = asked(site)
    changing.agree_to_change(change, by=site.approver)
    assert refused(partial(changing.approve_change, change, by=site.approver)).status == 403
    changing.approve_change(change, by=site.second)
    assert again(change).state == "approved"


def test_what_could_never_come_into_force_is_refused_when_it_is_asked(site):
    first = site.checkpoint(0).milestone
    too_late = {first.pk: site.delivery.agreement.ends_on + timedelta(days=1)}
    for wanted in (Wanted(days=too_late), Wanted(), Wanted(titles={first.pk: "<b>x</b>"})):
        assert refused(partial(asked, site, wanted=wanted)).status == 422
    assert not ChangeRequest.objects.exists()
    assert site.delivery.agreement.version == 1


def test_a_milestone_that_was_passed_no_longer_changes(site):
    site.as_passed(1)
    first = site.checkpoint(0).milestone
    wanted = Wanted(days={first.pk: first.due_on + timedelta(days=1)})
    assert refused(partial(asked, site, wanted=wanted)).status == 422


def test_a_change_whose_milestone_passed_meanwhile_is_not_put_in_force(site):
    first = site.checkpoint(0).milestone
    change = asked(site, wanted=Wanted(days={first.pk: first.due_on + timedelta(days=1)}))
    changing.agree_to_change(change, by=site.officer)
    site.as_passed(1)
    assert refused(partial(changing.approve_change, change, by=site.approver)).code == (
        "other_version"
    )
    changing.refuse_change(change, by=site.approver, words="里程碑已通过。")
    assert again(change).state == "refused"


def test_one_change_is_decided_at_a_time_and_holds_up_the_hand_in(site):
    change = asked(site)
    assert refused(partial(asked, site)).code == "change_open"
    site.as_passed()
    site.answered()
    hand_in = partial(accepting.hand_in, site.delivery, by=site.bidder)
    assert refused(hand_in).code == "change_open"
    assert refused(partial(changing.withdraw_change, change, by=site.officer)).status == 403
    changing.withdraw_change(change, by=site.bidder)
    hand_in()
    assert refused(partial(asked, site)).code == "wrong_state"


def test_a_refusal_needs_words_and_lets_another_change_be_asked(site):
    change = asked(site)
    call = partial(changing.refuse_change, change, by=site.officer)
    assert "note" in refused(partial(call, words="")).fields
    assert (
        refused(partial(changing.refuse_change, change, by=site.bidder, words=REASON)).status == 403
    )
    call(words=REASON)
    assert asked(site).number == 2


def test_a_promise_is_lowered_where_both_sides_and_an_approver_say_so(site):
    promise = site.delivery.agreement.promises.first()
    change = asked(site, wanted=Wanted(values={promise.pk: "85%"}))
    changing.agree_to_change(change, by=site.officer)
    changing.approve_change(change, by=site.approver)
    promise.refresh_from_db()
    assert promise.value == "85%"


def payments_of(site):
    """Return each payment's installment, planned amount and milestone's place."""
    rows = site.delivery.payments.select_related("installment__milestone")
    return [
        (one.installment_id, one.planned, getattr(one.installment.milestone, "position", 0))
        for one in rows.order_by("installment__position")
    ]


def test_planned_payments_are_moved_by_both_sides_and_an_approver(site):
    (first, amount, _signing), (second, other, _place), *_rest = before = payments_of(site)
    wanted = Wanted(
        amounts={first: amount - 1000, second: other + 1000}, bound={first: 1, second: 2}
    )
    change = asked(site, wanted=wanted)
    assert {(row["field"], row["after"]) for row in change.fields} >= {("milestone", "1")}
    assert payments_of(site) == before
    changing.agree_to_change(change, by=site.officer)
    changing.approve_change(change, by=site.approver)
    assert payments_of(site)[:2] == [(first, amount - 1000, 1), (second, other + 1000, 2)]
    assert again(change).version.number == 2
    signed, amended = site.delivery.agreement.versions.order_by("number")
    assert amended.sheet["installments"][0]["milestone"] == 1
    assert signed.sheet["installments"][0]["milestone"] == 0
    assert Entry.objects.filter(kind="payment_replanned").count() == 2


def test_payments_sum_up_to_what_was_agreed_and_each_is_more_than_nothing(site):
    (first, amount, _), (second, other, _), *_rest = payments_of(site)
    for amounts in ({first: amount + 1}, {first: amount + other, second: 0}):
        refusal = refused(partial(asked, site, wanted=Wanted(amounts=amounts)))
        assert "amounts" in refusal.fields


def test_what_was_applied_for_meanwhile_is_not_planned_anew(site):
    (first, amount, _), (second, other, _), *_rest = payments_of(site)
    wanted = Wanted(amounts={first: amount - 1, second: other + 1})
    change = asked(site, wanted=wanted)
    changing.agree_to_change(change, by=site.officer)
    paying.apply_for_payment(site.payment(), by=site.bidder, amount=amount)
    approve = partial(changing.approve_change, change, by=site.approver)
    assert refused(approve).code == "other_version"
    changing.refuse_change(change, by=site.approver, words="已申请拨付。")
    assert refused(partial(asked, site, wanted=wanted)).status == 422
