from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.utils import timezone

from marketplace.claims.models import Claim, ClaimState
from marketplace.claims.transitions import CLAIM
from marketplace.core.refusals import Refusal
from tests.claims.factories import claim_for, open_demand
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

VERBS = {
    "accept": lambda claim, user: claim.accept(by=user, at=timezone.now(), reason="好"),
    "decline": lambda claim, user: claim.decline(by=user, at=timezone.now(), reason="不符"),
    "ask": lambda claim, _user: claim.ask(at=timezone.now(), wanted="报价的依据"),
    "withdraw": lambda claim, user: claim.withdraw(by=user, at=timezone.now()),
    "change": lambda claim, _user: claim.change(at=timezone.now()),
    "confirm": lambda claim, _user: claim.confirm(at=timezone.now()),
    "end": lambda claim, _user: claim.end(),
}
DECIDING = {"accept", "decline", "withdraw"}


def test_every_verb_of_the_machine_is_tested():
    assert {row.verb for row in CLAIM} == set(VERBS)


@pytest.mark.parametrize("state", list(ClaimState))
@pytest.mark.parametrize("verb", list(VERBS))
def test_the_model_moves_as_the_machine_says_and_not_otherwise(verb, state):
    claim = Claim(state=state)
    user = UserFactory()
    if CLAIM.allows(verb, state):
        VERBS[verb](claim, user)
        assert claim.state == CLAIM[verb].target
        assert (claim.decided_by == user) is (verb in DECIDING)
        assert (claim.decided_at is not None) is (verb in DECIDING)
        return
    with pytest.raises(Refusal) as refusal:
        VERBS[verb](claim, user)
    assert refusal.value.code == "wrong_state"
    assert claim.state == state


def copy_of(claim, **changes):
    values = {
        field.attname: getattr(claim, field.attname)
        for field in Claim._meta.concrete_fields
        if field.name not in {"id", "receipt"}
    }
    return Claim(**{**values, **changes})


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_the_database_keeps_one_live_claim_per_firm_and_demand(state):
    claim = claim_for(open_demand())
    decided = {} if state == "submitted" else {"decided_at": timezone.now()}
    with pytest.raises(IntegrityError):
        copy_of(claim, state=state, **decided).save()


def test_settled_claims_of_a_firm_may_be_many():
    claim = claim_for(open_demand())
    for state in ("declined", "withdrawn", "declined"):
        copy_of(claim, state=state, decided_at=timezone.now(), reason="不符").save()
    assert Claim.objects.filter(firm=claim.firm).count() == 4


def test_another_firm_may_apply_for_the_same_demand():
    demand = open_demand()
    claims = [claim_for(demand, OrganisationFactory()) for _ in range(3)]
    assert len({claim.receipt for claim in claims}) == 3


def test_a_refusal_without_a_reason_is_not_stored():
    claim = claim_for(open_demand())
    claim.decline(by=UserFactory(), at=timezone.now(), reason="")
    with pytest.raises(IntegrityError):
        claim.save()


def test_a_decision_without_its_instant_is_not_stored():
    claim = claim_for(open_demand())
    claim.state = "accepted"
    with pytest.raises(IntegrityError):
        claim.save()


def test_an_answer_is_late_from_its_due_instant_while_it_waits():
    claim = claim_for(open_demand())
    assert not claim.is_late_at(claim.submitted_at)
    assert claim.is_late_at(claim.answer_due)
    claim.withdraw(by=UserFactory(), at=timezone.now())
    assert not claim.is_late_at(claim.answer_due)
