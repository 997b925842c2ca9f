"""What editors do to synonyms."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.taxonomy import stamps
from marketplace.taxonomy.actions import (
    approve_synonym,
    propose_synonym,
    reject_synonym,
    replaced_by,
    retire_synonym,
    revise_synonym,
)
from marketplace.taxonomy.models import Synonym, SynonymState
from tests.factories import UserFactory
from tests.taxonomy.factories import approved, draft, editor, proposed

pytestmark = pytest.mark.django_db

A, B = "泊车墩", "停车桩子"


def refusal(call: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


@pytest.mark.both
def test_a_proposal_is_told_and_does_not_work_yet():
    before = stamps.current()
    person = editor("add")
    synonym = propose_synonym(draft(A, B), by=person)
    assert (synonym.state, synonym.author) == (SynonymState.PROPOSED, person)
    assert Entry.objects.get(kind="synonym_proposed").subject_key == str(synonym.pk)
    assert stamps.current() == before


@pytest.mark.both
def test_an_approval_says_who_and_when_and_changes_the_stamp():
    before = stamps.current()
    person = editor("approve")
    synonym = approve_synonym(proposed(A, B), by=person)
    assert synonym.decided_by == person
    assert synonym.decided_at is not None
    assert Entry.objects.filter(kind="synonym_approved").count() == 1
    assert stamps.current() != before


def test_nobody_approves_an_own_proposal_not_even_a_superuser():
    person = UserFactory(staff=True)
    synonym = proposed(A, B, by=person)
    assert refusal(lambda: approve_synonym(synonym, by=person)).code == "own_proposal"
    assert Synonym.objects.get(pk=synonym.pk).state == SynonymState.PROPOSED


def test_who_rewords_a_proposal_is_its_author():
    first, second = editor("add", "approve"), editor("change", "approve")
    synonym = proposed(A, B, by=first)
    revise_synonym(synonym, draft(A, B, weight="0.5"), by=second)
    assert refusal(lambda: approve_synonym(synonym, by=second)).code == "own_proposal"
    assert approve_synonym(synonym, by=first).weight == synonym.weight.__class__("0.5")


@pytest.mark.parametrize(
    ("names", "code"), [((), "not_editor"), (("change", "approve"), "not_editor")]
)
def test_only_editors_propose(names, code):
    assert refusal(lambda: propose_synonym(draft(A, B), by=editor(*names))).code == code


def test_only_approvers_decide():
    person = editor("add", "change")
    assert refusal(lambda: approve_synonym(proposed(A, B), by=person)).code == "not_approver"
    standing = approved("窨井", "阴井")
    assert refusal(lambda: retire_synonym(standing, by=person)).code == "not_approver"


def test_an_author_takes_a_proposal_back():
    person = editor("add")
    assert reject_synonym(proposed(A, B, by=person), by=person).state == SynonymState.REJECTED


@pytest.mark.parametrize("verb", [approve_synonym, reject_synonym])
def test_what_was_decided_is_not_decided_again(verb):
    synonym = approved(A, B)
    assert refusal(lambda: verb(synonym, by=UserFactory(staff=True))).code == "wrong_state"


@pytest.mark.both
def test_a_retired_edge_keeps_who_approved_it():
    synonym = approved(A, B)
    before = stamps.current()
    retired = retire_synonym(synonym, by=UserFactory(staff=True))
    assert retired.state == SynonymState.RETIRED
    assert retired.decided_by == synonym.decided_by
    assert retired.retired_at is not None
    assert stamps.current() != before


@pytest.mark.parametrize(
    ("wording", "other", "field"),
    [
        ("无人机", "無人機", "other"),
        ("UAV", "ｕａｖ", "other"),
        ("的", "之乎者也", "wording"),
        ("积水", "以及", "other"),
        ("监测", "看守", "wording"),
        ("水位", "智慧平台", "other"),
        ("。！", "积水", "wording"),
        ("", "积水", "wording"),
        ("水" * 41, "积水", "wording"),
    ],
)
def test_what_cannot_be_an_edge_is_refused_beside_its_field(wording, other, field):
    found = refusal(lambda: proposed(wording, other))
    assert list(found.fields) == [field]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("weight", ["0", "1.01", "-1", "0.001"])
def test_a_weight_lies_between_none_and_one(weight):
    assert list(refusal(lambda: proposed(A, B, weight=weight)).fields) == ["weight"]


def test_the_refusal_of_a_generic_word_says_why():
    message = str(refusal(lambda: proposed("监测", "看守")).fields["wording"][0])
    assert "监测" in message


def test_names_of_fields_and_other_sides_wordings_may_be_generic():
    assert proposed("物联网", "万物互联网").pk
    assert proposed("軟體", "软件", kind="strait").pk


def test_the_like_is_proposed_once():
    proposed(A, B)
    for again in ((A, B), (B, A)):
        assert refusal(lambda pair=again: proposed(*pair)).code == "invalid"


def test_the_very_edge_that_works_is_not_proposed_again():
    approved(A, B)
    assert refusal(lambda: proposed(B, A)).code == "invalid"


def test_an_approval_replaces_what_led_the_same_way():
    old = approved(A, B)
    new = proposed(A, B, weight="0.4", both_ways=False)
    assert replaced_by(new) == [old]
    approve_synonym(new, by=UserFactory(staff=True))
    old.refresh_from_db()
    assert old.state == SynonymState.RETIRED
    assert Entry.objects.get(kind="synonym_retired").subject_key == str(old.pk)


def test_two_one_sided_edges_stand_beside_each_other():
    approved(A, B, both_ways=False)
    approved(B, A, both_ways=False, weight="0.3")
    assert Synonym.objects.approved().filter(wording__in=[A, B]).count() == 2


@pytest.mark.both
@pytest.mark.parametrize("keys", [(A, B), (B, A)])
def test_the_database_keeps_one_edge_each_way(keys):
    row = approved(A, B)
    row.pk = None
    row.wording_key, row.other_key = keys
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.both
def test_the_database_keeps_no_edge_to_itself():
    row = approved(A, B)
    row.other_key = row.wording_key
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
