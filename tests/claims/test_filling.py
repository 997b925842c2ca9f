"""A park writes a firm's draft and never sends it; of the firm's own doings it learns nothing."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from marketplace.claims.draft_permissions import may_write_draft
from marketplace.claims.drafted import Drafted
from marketplace.claims.drafting import Edit, add_file, save_draft
from marketplace.claims.filling import hand_over, start_filling
from marketplace.claims.mandates import withdraw_mandate
from marketplace.claims.models import Claim, ClaimDraft, DraftFile, Mandate
from marketplace.claims.partnering import invite_partner
from marketplace.claims.reading import may_read_draft_file
from marketplace.claims.submitting import submit_draft
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.models import DemandParty
from marketplace.organisations.models import Kind, Role
from marketplace.organisations.permissions import anew
from tests.claims.factories import claim_for, draft_for, open_demand, pdf, person_of, sent
from tests.claims.helping import Help, day
from tests.factories import MembershipFactory, OrganisationFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def help_():
    return Help()


def refusal_of(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value


def test_both_sides_write_the_draft_and_who_wrote_what_is_kept(help_, demand):
    draft = help_.filled_in(demand, approach="园区写的做法")
    mark = draft.answers.get(name="pitch").mark
    save_draft(draft, by=help_.bidder, edits={"pitch": Edit("企业改过的话", mark)})
    wrote = {row.name: (row.by_helper, row.saved_by) for row in draft.answers.all()}
    assert wrote["approach"] == (True, help_.filler)
    assert wrote["pitch"] == (False, help_.bidder)
    assert str(help_.park) in draft.answers.get(name="approach").writer
    assert str(help_.firm) in draft.answers.get(name="pitch").writer


def test_a_file_says_which_side_added_it(help_, demand):
    draft = help_.filled_in(demand)
    theirs = add_file(draft, pdf("园区.pdf"), by=help_.filler)
    own = add_file(draft, pdf("企业.pdf"), by=help_.bidder)
    assert str(help_.park) in theirs.adder
    assert str(help_.firm) in own.adder
    assert str(help_.bidder) in own.adder
    alone = add_file(draft_for(demand, help_.firm, help_.bidder), pdf(), by=help_.bidder)
    assert alone.adder == ""


def test_who_fills_in_never_sends_and_asks_no_partners(help_):
    demand = open_demand(cooperation="consortium")
    draft = help_.filled_in(demand)
    seen = Drafted(draft, by=help_.filler).mark
    for call in (
        partial(submit_draft, draft, by=help_.filler, seen=seen),
        partial(invite_partner, draft, OrganisationFactory(), part="传感", by=help_.filler),
    ):
        assert refusal_of(call).status == 403
    assert not Claim.objects.exists()


def test_the_firm_checks_and_sends_and_the_door_closes(help_, demand):
    draft = hand_over(help_.filled_in(demand), by=help_.filler)
    assert draft.is_handed_over
    claim = sent(draft, help_.bidder)
    assert (claim.firm, claim.submitted_by) == (help_.firm, help_.bidder)
    assert Entry.objects.filter(kind="draft_sent").count() == 1
    draft.refresh_from_db()
    assert may_write_draft(anew(help_.filler), draft).code == "sent"
    assert not ClaimDraft.objects.visible_to(help_.filler).exists()
    assert refusal_of(partial(help_.write, draft, approach="再改")).code == "sent"
    assert not Claim.objects.visible_to(help_.filler).exists()


def test_the_firm_is_told_once_for_each_change_that_is_handed_over(help_, demand):
    draft = hand_over(help_.filled_in(demand), by=help_.filler)
    again = refusal_of(partial(hand_over, draft, by=help_.filler))
    assert (again.code, again.status) == ("handed_over", 409)
    draft = help_.write(draft, schedule="三个月")
    assert not draft.is_handed_over
    hand_over(draft, by=help_.filler)
    assert Entry.objects.filter(kind="draft_handed_over").count() == 2
    assert refusal_of(partial(hand_over, draft, by=help_.bidder)).code == "not_helper"


def test_a_version_that_changes_what_was_filled_in_belongs_to_the_same_claim(help_, demand):
    draft = help_.filled_in(demand)
    claim = sent(draft, help_.bidder)
    save_draft(draft, by=help_.bidder, edits={"schedule": Edit("两个月")})
    assert sent(ClaimDraft.objects.get(pk=draft.pk), help_.bidder).version == 2
    assert Claim.objects.get() == claim
    assert Entry.objects.filter(kind="draft_sent").count() == 1


def test_a_withdrawn_or_ended_mandate_closes_the_door_at_once(help_, demand):
    draft = help_.filled_in(demand)
    add_file(draft, pdf(), by=help_.filler)
    file = DraftFile.objects.get()
    assert may_read_draft_file(help_.filler, file)
    for close in (
        lambda: withdraw_mandate(help_.mandate, by=help_.owner),
        lambda: (help_.give(), Mandate.objects.update(ends_on=day(-1))),
    ):
        close()
        assert not ClaimDraft.objects.visible_to(help_.filler).exists()
        assert not may_read_draft_file(anew(help_.filler), DraftFile.objects.get())
        for call in (
            partial(help_.write, draft, approach="晚了"),
            partial(hand_over, draft, by=help_.filler),
            partial(add_file, draft, pdf(), by=help_.filler),
            partial(help_.start, open_demand()),
        ):
            refusal = refusal_of(call)
            assert (refusal.code, refusal.status) == ("no_mandate", 403)
    assert set(ClaimDraft.objects.visible_to(help_.bidder)) == {draft}
    assert sent(draft, help_.bidder).firm == help_.firm


def test_a_role_lost_in_the_park_closes_the_door_too(help_, demand):
    draft = help_.filled_in(demand)
    help_.filler.memberships.update(role=Role.VIEWER)
    assert refusal_of(partial(help_.write, draft, approach="晚了")).code == "wrong_role"


@pytest.mark.parametrize("part", [DemandParty.Part.LEAD, DemandParty.Part.SITE])
def test_who_asks_the_demand_does_not_fill_in_for_it(help_, part):
    own = open_demand(owner=help_.park)
    led = open_demand()
    DemandParty.objects.create(demand=led, organisation=help_.park, part=part)
    handled = open_demand()
    MembershipFactory(
        user=help_.filler, organisation=handled.lifecycle.owner, role=Role.EDITOR, unit=None
    )
    for demand in (own, led, handled):
        assert refusal_of(partial(help_.start, demand)).code == "own_demand"


def test_a_draft_that_is_filled_in_begins_with_nothing_that_is_not_public(help_, demand):
    claim_for(open_demand(), help_.firm, help_.bidder, contact_phone="0592-7654321")
    claim_for(demand, help_.firm, help_.bidder, pitch="只有企业知道的话")
    draft = help_.start(demand)
    told = " ".join(row.text for row in draft.answers.all())
    assert "只有企业知道的话" not in told
    assert "0592-7654321" not in told


def test_what_is_filled_in_stands_beside_the_firms_own_draft_and_another_helpers(help_, demand):
    own = draft_for(demand, help_.firm, help_.bidder)
    filled_in = help_.filled_in(demand)
    assert filled_in.pk != own.pk
    assert help_.start(demand).pk == filled_in.pk
    assert set(ClaimDraft.objects.visible_to(help_.bidder)) == {own, filled_in}
    assert set(ClaimDraft.objects.visible_to(help_.filler)) == {filled_in}
    other = person_of(OrganisationFactory(kind=Kind.PARK))
    assert not ClaimDraft.objects.visible_to(other).exists()


def test_the_database_keeps_one_own_draft_and_one_for_each_helper(help_, demand):
    draft_for(demand, help_.firm, help_.bidder)
    filled_in = help_.filled_in(demand)
    for change in ({"helper": None}, {"helper": help_.firm}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClaimDraft.objects.filter(pk=filled_in.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_at_once_one_draft_remains(help_):
    demand = open_demand()
    start = partial(start_filling, demand, firm=help_.firm, helper=help_.park, by=help_.filler)
    assert at_once(*[start] * 8) == ["done"] * 8
    assert ClaimDraft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_changed_while_the_firm_sent_is_either_in_the_version_or_refused(help_):
    draft = help_.filled_in(open_demand(), schedule="原来的")
    seen = Drafted(draft, by=help_.bidder).mark
    send = partial(submit_draft, draft, by=help_.bidder, seen=seen)
    answers = at_once(send, partial(help_.write, draft, schedule="改过的"))
    stored = draft.answers.get(name="schedule").text
    if answers == ["done", "sent"]:
        assert (Claim.objects.count(), stored) == (1, "原来的")
    else:
        assert answers == ["changed_meanwhile", "done"]
        assert (Claim.objects.count(), stored) == (0, "改过的")
