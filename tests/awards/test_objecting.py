"""Objections: by name, decided by people without a part in the result, never public in content."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.awards import objecting, permissions
from marketplace.awards.models import Objection
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.organisations.models import Role
from tests.awards.factories import GROUNDS, again, end_days_of
from tests.claims.factories import pdf, person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.reviews.judging import as_ranked

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WORDS = "经核实，检测报告真实有效。"


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def stored(objection):
    return Objection.objects.for_rows().get(pk=objection.pk)


def test_anybody_objects_by_name_and_entries_name_nobody(court):
    notice = court.shown()
    objection = court.objection(notice, files=[pdf()])
    assert (objection.number, objection.state) == (1, "filed")
    assert objection.due_at > objection.filed_at
    assert objection.evidence.count() == 1
    entry = Entry.objects.get(kind="objection_filed")
    assert entry.actor_key == ""
    assert GROUNDS not in str(entry.data)


def test_numbers_go_on_over_all_notices_of_a_challenge(court):
    first = court.objection(court.shown())
    objecting.uphold_objection(first, by=court.judge, decision=WORDS, remedy="rescore")
    as_ranked(court.challenge, court.bids)
    second = court.objection(court.shown())
    assert second.number == 2


def test_the_owners_people_do_not_object_and_nobody_does_after_the_end(court):
    notice = court.shown()
    assert refused(lambda: court.objection(notice, by=court.officer)).code == "own_challenge"
    end_days_of(notice)
    assert refused(lambda: court.objection(again(notice))).code == "not_on_show"


@pytest.mark.parametrize(("offset", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_the_end_itself_is_too_late(court, offset, is_taken):
    notice = court.shown()
    at = notice.ends_at + timedelta(milliseconds=offset)
    assert bool(permissions.may_object(court.stranger, notice, at=at)) is is_taken


def test_one_person_files_three_at_most(court):
    notice = court.shown()
    for _ in range(permissions.OBJECTIONS_A_PERSON):
        court.objection(notice)
    assert refused(lambda: court.objection(notice)).code == "too_many"
    assert court.objection(notice, by=UserFactory()).number == 4


def test_the_same_form_sent_twice_is_one_objection(court):
    notice = court.shown()
    made = [court.objection(notice, key="k") for _ in range(2)]
    assert made[0] == made[1]
    assert Objection.objects.count() == 1


def test_one_objects_for_a_verified_organisation_that_one_may_act_for(court):
    notice = court.shown()
    firm = court.firms[1]
    assert court.objection(notice, by=court.bidders[1], organisation=firm).organisation == firm
    other = refused(lambda: court.objection(notice, by=court.bidders[0], organisation=firm))
    assert "organisation" in other.fields


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"ground": "envy"}, "ground"),
        ({"text": "  "}, "text"),
        ({"text": "长" * 3001}, "text"),
        ({"text": "<img src=x onerror=alert(1)>"}, "text"),
        ({"files": [pdf() for _ in range(6)]}, "evidence"),
    ],
)
def test_mistakes_stand_beside_their_field_and_nothing_is_filed(court, content, field):
    notice = court.shown()
    assert field in refused(lambda: court.objection(notice, **content)).fields
    assert not Objection.objects.exists()


def test_a_file_that_is_refused_leaves_no_objection(court):
    notice = court.shown()
    empty = SimpleUploadedFile("空.pdf", b"")
    refused(lambda: court.objection(notice, files=[empty]))
    assert not Objection.objects.exists()


def test_who_had_a_part_in_the_result_decides_nothing(court):
    notice = court.shown()
    objection = court.objection(notice, by=court.bidders[0], organisation=court.firms[0])
    staff_of_bidder = UserFactory(staff=True)
    court.firms[1].memberships.create(user=staff_of_bidder, role=Role.VIEWER)
    for person in (
        court.officer,
        court.approver,
        court.stranger,
        court.bidders[0],
        staff_of_bidder,
    ):
        refusal = refused(
            lambda person=person: objecting.reject_objection(objection, by=person, decision=WORDS)
        )
        assert refusal.status == 403
        readers = Objection.objects.visible_to(person)
        assert (objection in readers) == (person == court.bidders[0])
    assert stored(objection).state == "filed"


def test_another_approver_or_staff_reject_in_words(court):
    notice = court.shown()
    for person in (court.judge, UserFactory(staff=True)):
        objection = court.objection(notice, by=UserFactory())
        assert (
            "decision"
            in refused(
                lambda person=person, objection=objection: objecting.reject_objection(
                    objection, by=person, decision=" "
                )
            ).fields
        )
        done = objecting.reject_objection(objection, by=person, decision=WORDS)
        assert (done.state, done.decision) == ("rejected", WORDS)
    assert again(notice).state == "shown"
    assert court.challenge.state == "noticed"


@pytest.mark.parametrize(
    ("remedy", "state"), [("rescore", "opened"), ("redraw", "opened"), ("cancel", "failed")]
)
def test_an_objection_that_holds_cancels_the_notice_and_its_remedy_follows(court, remedy, state):
    notice = court.shown()
    objection = court.objection(notice)
    objecting.uphold_objection(objection, by=court.judge, decision=WORDS, remedy=remedy)
    assert again(notice).state == "cancelled"
    assert court.challenge.state == state
    assert Entry.objects.get(kind="result_notice_cancelled").data["remedy"] == remedy
    review = notice.ranking.round
    review.refresh_from_db()
    expected = {"rescore": ("replaced", "seated"), "redraw": ("replaced", "promised")}
    assert (review.state, review.panel.state) == expected.get(remedy, ("ranked", "seated"))
    seats = {one.state for one in review.panel.seats.all()}
    assert seats == ({"released"} if remedy == "redraw" else {"sitting"})


def test_a_remedy_is_chosen_where_it_holds(court):
    objection = court.objection(court.shown())
    refusal = refused(
        lambda: objecting.uphold_objection(objection, by=court.judge, decision=WORDS, remedy="")
    )
    assert "remedy" in refusal.fields
    assert stored(objection).state == "filed"


def test_what_stays_open_when_a_notice_is_cancelled_is_decided_without_a_second_effect(court):
    notice = court.shown()
    first, second = court.objection(notice), court.objection(notice, by=UserFactory())
    objecting.uphold_objection(first, by=court.judge, decision=WORDS, remedy="rescore")
    as_ranked(court.challenge, court.bids)
    court.shown()
    objecting.uphold_objection(second, by=court.judge, decision=WORDS, remedy="cancel")
    assert court.challenge.state == "noticed"


def test_the_objector_withdraws_before_the_decision_and_not_after(court):
    notice = court.shown()
    objection = court.objection(notice)
    assert refused(lambda: objecting.withdraw_objection(objection, by=court.judge)).status == 403
    assert objecting.withdraw_objection(objection, by=court.stranger).state == "withdrawn"
    assert (
        refused(lambda: objecting.reject_objection(objection, by=court.judge, decision=WORDS)).code
        == "wrong_state"
    )


def test_the_supervisor_reads_and_decides_nothing(court):
    objection = court.objection(court.shown())
    supervisor = person_of(court.office.organisation, Role.SUPERVISOR)
    elsewhere = person_of(OrganisationFactory(), Role.SUPERVISOR)
    assert objection in Objection.objects.visible_to(supervisor)
    assert objection not in Objection.objects.visible_to(elsewhere)
    assert not permissions.may_decide(supervisor, objection)


def test_an_objection_is_late_from_its_due_instant_on(court):
    objection = court.objection(court.shown())
    assert not objection.is_late_at(objection.due_at - timedelta(milliseconds=1))
    assert objection.is_late_at(objection.due_at)
    assert not objection.is_late_at(clock.now())
