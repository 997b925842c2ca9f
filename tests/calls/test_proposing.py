"""Proposals: read by their proposer and those who answer, adopted as drafts or declined."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.bids.permissions import may_submit
from marketplace.calls import calling as steps
from marketplace.calls import opencalls, proposing
from marketplace.calls.models import OpenCall, Proposal
from marketplace.calls.permissions import PROPOSALS_OF_ONE
from marketplace.challenges.models import Challenge, Programme
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import due_after
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from marketplace.organisations.models import Kind, Role
from tests.calls.factories import NEED, TITLE, again, call_text, move_to
from tests.claims.factories import person_of, with_lifecycle
from tests.factories import AgencyFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.listings.factories import staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def readers(proposal, *people):
    return [person for person in people if proposal in Proposal.objects.visible_to(person)]


def test_a_firm_proposes_and_entries_name_nobody(calling):
    proposal = calling.proposal()
    assert (proposal.state, proposal.handler) == ("submitted", calling.department)
    assert proposal.due_at == due_after(proposal.submitted_at, calling.call.answer_workdays)
    entry = Entry.objects.get(kind="proposal_submitted")
    assert entry.actor_key == ""
    assert entry.data == {"call": calling.key}


def test_only_the_proposers_people_those_who_answer_and_staff_read_it(calling):
    proposal = calling.proposal()
    colleague = person_of(calling.firm, Role.OWNER)
    may = [calling.proposer, colleague, calling.officer, calling.approver, staff()]
    may_not = [
        person_of(OrganisationFactory()),
        person_of(AgencyFactory(), Role.EDITOR),
        person_of(calling.department, Role.VIEWER),
        UserFactory(),
    ]
    assert readers(proposal, *may, *may_not) == may


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"),
        ({"need": "长" * 3001}, "need"),
        ({"need": "<img src=x onerror=alert(1)>"}, "need"),
        ({"benefit": "<script>"}, "benefit"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_sent(calling, said, field):
    assert field in refused(lambda: calling.proposal(**said)).fields
    assert not Proposal.objects.exists()


def test_nobody_proposes_for_another_organisation_nor_for_a_department(calling):
    other = OrganisationFactory()
    assert "organisation" in refused(lambda: calling.proposal(organisation=other)).fields
    officer = refused(lambda: calling.proposal(by=calling.officer, organisation=calling.department))
    assert officer.code == "no_proposer"
    unverified = OrganisationFactory(unverified=True)
    person = person_of(unverified)
    assert refused(lambda: calling.proposal(by=person, organisation=unverified)).status == 403


def test_an_institute_proposes_too(calling):
    institute = OrganisationFactory(kind=Kind.RESEARCH)
    made = calling.proposal(by=person_of(institute), organisation=institute)
    assert made.organisation == institute


def test_at_the_due_time_itself_and_after_the_close_nothing_is_taken(calling):
    steps.close_call(calling.call, by=calling.officer)
    assert refused(calling.proposal).code == "not_open"
    OpenCall.objects.filter(pk=calling.key).update(state="open", ended_at=None, ended_by=None)
    calling.proposal()
    move_to(calling.call.due_at)
    assert refused(calling.proposal).code == "not_open"


def test_one_organisation_has_so_many_proposals_waiting_at_most(calling):
    for at in range(PROPOSALS_OF_ONE):
        last = calling.proposal(title=f"第 {at} 项")
    assert "organisation" in refused(calling.proposal).fields
    proposing.withdraw_proposal(last, by=calling.proposer)
    assert calling.proposal().is_open


def test_an_adopted_proposal_is_a_draft_of_the_department(calling):
    proposal = calling.proposal(benefit="每年少打捞两千人次。")
    adopted = proposing.adopt_proposal(
        proposal, by=calling.officer, mode="challenge", answer="列入明年榜单。"
    )
    demand = Demand.objects.get()
    assert adopted.demand == demand
    assert (demand.title, demand.mode, demand.content) == (TITLE, "challenge", NEED)
    assert demand.lifecycle.owner == calling.department
    assert not demand.live
    assert demand.lifecycle.number is None


def test_who_proposed_bids_by_the_same_rule_as_everybody(calling):
    proposal = calling.proposal(may_be_named=True)
    adopted = proposing.adopt_proposal(proposal, by=calling.officer, mode="challenge")
    challenge = listed(adopted.demand)
    stranger = person_of(OrganisationFactory())
    answers = [
        may_submit(person, challenge, firm=person.memberships.get().organisation, at=clock.now())
        for person in (calling.proposer, stranger)
    ]
    assert answers[0] == answers[1]


def listed(demand):
    """Return the challenge of a draft, listed as its rows alone."""
    Demand.objects.filter(pk=demand.pk).update(live=True)
    now = clock.now()
    fields = {"number": "XQ-2026-9001", "state": "live", "published_at": now}
    with_lifecycle(demand, **fields, closes_at=now + timedelta(days=9))
    challenge = Challenge.objects.create(demand=demand, programme=Programme.objects.get())
    Challenge.objects.filter(pk=challenge.pk).update(state=Challenge.State.PUBLISHED)
    return Challenge.objects.for_rows().get(pk=challenge.pk)


def test_a_reason_is_given_to_whoever_is_declined(calling):
    proposal = calling.proposal()
    mute = refused(lambda: proposing.decline_proposal(proposal, by=calling.approver, answer=" "))
    assert "answer" in mute.fields
    done = proposing.decline_proposal(proposal, by=calling.approver, answer="已在建设。")
    assert (done.state, done.answer, done.demand) == ("declined", "已在建设。", None)


def test_nobody_answers_a_proposal_of_their_own_organisation(calling):
    MembershipFactory(user=calling.officer, organisation=calling.firm, role=Role.VIEWER)
    proposal = calling.proposal()
    for step in (
        lambda: proposing.adopt_proposal(proposal, by=calling.officer, mode="challenge"),
        lambda: proposing.decline_proposal(proposal, by=calling.officer, answer="不采纳。"),
        lambda: proposing.decline_proposal(proposal, by=staff(), answer="不采纳。"),
    ):
        assert refused(step).status == 403
    assert again(proposal).is_open


def test_a_proposal_becomes_what_its_call_asks_for(calling):
    proposal = calling.proposal()
    refusal = refused(lambda: proposing.adopt_proposal(proposal, by=calling.officer, mode="supply"))
    assert "mode" in refusal.fields
    assert not Demand.objects.exists()


def test_passed_on_it_is_answered_by_the_other_department_by_the_same_time(calling):
    proposal = calling.proposal()
    other = AgencyFactory()
    theirs = person_of(other, Role.EDITOR)
    assert refused(lambda: proposing.pass_on(proposal, by=theirs, to=other)).status == 403
    passed = proposing.pass_on(proposal, by=staff(), to=other)
    assert (passed.handler, passed.due_at) == (other, proposal.due_at)
    assert readers(proposal, theirs, calling.officer) == [theirs]
    proposing.adopt_proposal(passed, by=theirs, mode="technology")
    assert Demand.objects.get().lifecycle.owner == other


@pytest.mark.parametrize("kind", [Kind.FIRM, Kind.RESEARCH])
def test_only_departments_are_passed_a_proposal(calling, kind):
    to = OrganisationFactory(kind=kind)
    refusal = refused(lambda: proposing.pass_on(calling.proposal(), by=staff(), to=to))
    assert "to" in refusal.fields


def test_who_proposes_withdraws_until_the_answer(calling):
    proposal = calling.proposal()
    other = person_of(OrganisationFactory())
    assert refused(lambda: proposing.withdraw_proposal(proposal, by=other)).status == 403
    assert proposing.withdraw_proposal(proposal, by=calling.proposer).state == "withdrawn"
    late = refused(lambda: proposing.adopt_proposal(proposal, by=calling.officer, mode="challenge"))
    assert late.code == "wrong_state"


def test_a_call_is_written_by_its_department_or_staff(calling):
    text = call_text(calling.department)
    for person in (calling.proposer, person_of(AgencyFactory(), Role.EDITOR)):
        assert refused(lambda person=person: opencalls.draft_call(text, by=person)).status == 403
    draft = opencalls.draft_call(text, by=staff())
    assert draft not in OpenCall.objects.visible_to(calling.proposer)
    assert draft in OpenCall.objects.visible_to(calling.officer)
    changed = call_text(calling.department, title="另一题", answer_workdays=5)
    saved = opencalls.rewrite_call(draft, changed, by=calling.officer, base_edition=1)
    assert (saved.title, saved.answer_workdays) == ("另一题", 5)
    too_many = call_text(calling.department, answer_workdays=61)
    assert (
        "answer_workdays"
        in refused(lambda: opencalls.draft_call(too_many, by=calling.officer)).fields
    )


def test_an_open_call_is_extended_and_its_words_are_fixed(calling):
    until = calling.call.due_at + timedelta(days=3)
    assert steps.extend_call(calling.call, by=calling.officer, until=until).due_at == until
    fixed = refused(
        lambda: opencalls.rewrite_call(
            calling.call, call_text(calling.department), by=calling.officer, base_edition=1
        )
    )
    assert fixed.code == "wrong_state"
