from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.claims.drafting import Edit, add_file, remove_file, save_draft, start_draft
from marketplace.claims.models import ClaimDraft, DraftAnswer
from marketplace.claims.models.draft import mark_of
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.models import Case
from marketplace.organisations.models import Role
from tests.claims.factories import (
    PHONE,
    PITCH,
    capability_of,
    claim_for,
    draft_for,
    open_demand,
    pdf,
    person_of,
    upload,
    with_lifecycle,
)
from tests.factories import AgencyFactory, OrganisationFactory, UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def draft(demand, firm, bidder):
    return draft_for(demand, firm, bidder)


def texts(draft):
    return {row.name: row.text for row in DraftAnswer.objects.filter(draft=draft)}


def edit(draft, name, text, by):
    """Save a text as somebody does who saw what is stored."""
    row = DraftAnswer.objects.filter(draft=draft, name=name).first()
    return save_draft(draft, by=by, edits={name: Edit(text, row.mark if row else "")})


def test_a_firm_has_one_draft_for_a_demand(demand, firm, bidder):
    first = start_draft(demand, firm=firm, by=bidder)
    assert start_draft(demand, firm=firm, by=person_of(firm, Role.OWNER)) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimDraft.objects.create(
            demand=demand,
            firm=firm,
            started_at=first.started_at,
            saved_at=first.saved_at,
            saved_by=bidder,
        )


def test_it_begins_with_what_the_portal_knows(demand, bidder, firm):
    capability = capability_of(firm, description="管网耦合模型。")
    capability.cases.add(Case(customer="某区水务局", year=2025))
    capability.save()
    begun = texts(start_draft(demand, firm=firm, by=bidder))
    assert begun["contact_name"] == bidder.name
    assert begun["capability"] == str(capability.pk)
    assert begun["approach"] == "管网耦合模型。"
    assert len(begun["cases"].split(",")) == 1
    assert "pitch" not in begun


def test_it_begins_with_the_claim_where_there_is_one(demand, firm, bidder):
    claim_for(demand, firm, bidder, contact_name="林工")
    begun = texts(start_draft(demand, firm=firm, by=bidder))
    assert (begun["pitch"], begun["contact_name"], begun["contact_phone"]) == (PITCH, "林工", PHONE)


def test_saving_records_nothing_and_needs_nothing(draft, bidder):
    before = Entry.objects.count()
    edit(draft, "price", "还没想好", bidder)
    assert texts(draft)["price"] == "还没想好"
    assert Entry.objects.count() == before


def test_edits_of_different_fields_both_stay(draft, firm, bidder):
    colleague = person_of(firm)
    edit(draft, "team", "三人", bidder)
    saved = edit(draft, "schedule", "八个月", colleague)
    assert not saved.conflicts
    assert (texts(draft)["team"], texts(draft)["schedule"]) == ("三人", "八个月")
    assert saved.draft.saved_by == colleague


def test_the_second_of_two_edits_of_a_field_is_shown_the_first_and_overwrites_nothing(
    draft, firm, bidder
):
    edit(draft, "team", "三人", bidder)
    mark = mark_of("三人")
    edit(draft, "team", "五人", bidder)
    saved = save_draft(draft, by=person_of(firm), edits={"team": Edit("四人", mark)})
    assert saved.conflicts["team"].text == "五人"
    assert saved.conflicts["team"].saved_by == bidder
    assert texts(draft)["team"] == "五人"
    assert not edit(draft, "team", "四人", bidder).conflicts
    assert texts(draft)["team"] == "四人"


def test_the_rest_of_an_edit_is_saved_beside_a_conflict(draft, bidder):
    saved = save_draft(draft, by=bidder, edits={"pitch": Edit("另一句"), "team": Edit("三人")})
    assert set(saved.conflicts) == {"pitch"}
    assert (texts(draft)["pitch"], texts(draft)["team"]) == (PITCH, "三人")


def test_two_who_typed_the_same_do_not_collide(draft, bidder):
    edit(draft, "team", "三人", bidder)
    assert not save_draft(draft, by=bidder, edits={"team": Edit("三人", "stale")}).conflicts


def test_what_says_nothing_new_does_not_count_as_saved(draft, firm):
    colleague = person_of(firm)
    saved = edit(draft, "pitch", PITCH, colleague)
    assert saved.draft.saved_by != colleague


@pytest.mark.django_db(transaction=True)
def test_of_many_who_start_at_once_each_gets_the_one_draft(demand, firm, bidder):
    assert at_once(*[lambda: start_draft(demand, firm=firm, by=bidder)] * 8) == ["done"] * 8
    assert ClaimDraft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_one_field_at_once_one_is_stored_and_all_others_see_it(
    draft, firm, bidder
):
    conflicts = []

    def write(text):
        saved = save_draft(draft, by=bidder, edits={"team": Edit(text)})
        conflicts.append((text, {name: row.text for name, row in saved.conflicts.items()}))

    at_once(*[lambda n=n: write(f"{n} 人") for n in range(8)])
    stored = texts(draft)["team"]
    assert sorted(conflicts) == sorted(
        (f"{n} 人", {} if f"{n} 人" == stored else {"team": stored}) for n in range(8)
    )


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_different_fields_at_once_all_stay(draft, bidder):
    names = [f"indicator-{n}" for n in range(8)]
    writes = [
        lambda name=name: save_draft(draft, by=bidder, edits={name: Edit(name)}) for name in names
    ]
    at_once(*writes)
    assert {name: texts(draft).get(name) for name in names} == {name: name for name in names}


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (lambda _firm: UserFactory(), "not_member"),
        (lambda _firm: UserFactory(staff=True), "not_member"),
        (lambda _firm: person_of(OrganisationFactory()), "not_member"),
        (lambda firm: person_of(firm, Role.VIEWER), "wrong_role"),
        (lambda firm: person_of(firm, Role.EDITOR), "wrong_role"),
    ],
)
def test_others_neither_start_nor_write_nor_read_it(person, code, demand, firm, draft):
    other = person(firm)
    for attempt in (
        lambda: start_draft(demand, firm=firm, by=other),
        lambda: save_draft(draft, by=other, edits={"pitch": Edit("x", mark_of(PITCH))}),
        lambda: add_file(draft, pdf(), by=other),
    ):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code == code
    assert not ClaimDraft.objects.visible_to(other).exists()
    assert texts(draft)["pitch"] == PITCH


def test_the_demands_officers_do_not_read_it(draft, officer):
    assert not ClaimDraft.objects.visible_to(officer).exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"closes_at": timezone.now()}, "closed"),
        ({"state": "withdrawn"}, "withdrawn"),
        ({"state": "unpublished"}, "not_public"),
    ],
)
def test_nobody_starts_where_nobody_can_apply(fields, code, demand, firm, bidder):
    with pytest.raises(Refusal) as refusal:
        start_draft(with_lifecycle(demand, **fields), firm=firm, by=bidder)
    assert refusal.value.code == code


def test_one_may_start_before_it_opens_and_write_after_the_close(demand, firm, bidder):
    later = timezone.now() + timedelta(days=1)
    draft = start_draft(with_lifecycle(demand, opens_at=later), firm=firm, by=bidder)
    with_lifecycle(demand, opens_at=None, closes_at=timezone.now())
    edit(draft, "pitch", "差一分钟没赶上", bidder)
    assert texts(draft)["pitch"] == "差一分钟没赶上"


def test_who_asks_does_not_start(demand):
    owner = demand.lifecycle.owner
    with pytest.raises(Refusal) as refusal:
        start_draft(demand, firm=owner, by=person_of(owner))
    assert refusal.value.code == "own_demand"
    agency = AgencyFactory()
    with pytest.raises(Refusal) as refusal:
        start_draft(open_demand(), firm=agency, by=person_of(agency))
    assert refusal.value.code == "wrong_kind"


def test_files_are_added_up_to_ten_and_removed(draft, bidder):
    files = [add_file(draft, pdf(content=b"%d" % n), by=bidder) for n in range(10)]
    with pytest.raises(Refusal) as refusal:
        add_file(draft, pdf(), by=bidder)
    assert refusal.value.code == "too_many_files"
    remove_file(draft, files[0].pk, by=bidder)
    remove_file(draft, files[0].pk, by=bidder)
    assert draft.files.count() == 9


def test_a_file_of_another_draft_is_not_removed(draft, bidder):
    theirs = draft_for(open_demand())
    file = add_file(theirs, pdf(), by=theirs.saved_by)
    remove_file(draft, file.pk, by=bidder)
    assert theirs.files.count() == 1


def test_a_file_that_is_none_is_refused(draft, bidder):
    with pytest.raises(Refusal) as refusal:
        add_file(draft, upload("方案.pdf", b"MZ"), by=bidder)
    assert refusal.value.code == "file_broken"
    assert not draft.files.exists()
