"""An author writes the rules while the challenge is drafted, and nobody later."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from marketplace.challenges import fitness
from marketplace.challenges.models import Challenge, Criterion
from marketplace.challenges.rules import CriterionText
from marketplace.challenges.writing import save_rules
from marketplace.core.refusals import Refusal
from marketplace.organisations.models import Role
from tests.challenges.factories import CRITERIA, ChallengeOffice, fresh
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import member

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def office():
    return ChallengeOffice()


def refused(call, *args, **named):
    with pytest.raises(Refusal) as refusal:
        call(*args, **named)
    return refusal.value


def test_saving_again_keeps_one_challenge_and_the_new_criteria(office):
    challenge = office.drafted()
    criteria = [CriterionText("应用成效", Decimal(100))]
    save_rules(
        challenge.demand,
        by=office.editor,
        rules={"consortium_limit": 5},
        criteria=criteria,
        base_edition=1,
    )
    saved = fresh(challenge)
    assert (saved.pk, saved.consortium_limit, saved.edition) == (challenge.pk, 5, 2)
    assert [one.name for one in saved.criteria.all()] == ["应用成效"]


def test_of_two_writers_the_second_is_told(office):
    challenge = office.drafted()
    saving = {"by": office.editor, "rules": {}, "criteria": CRITERIA}
    save_rules(challenge.demand, base_edition=1, **saving)
    assert refused(save_rules, challenge.demand, base_edition=1, **saving).code == "edit_conflict"


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"consortium_limit": 0}, "consortium_limit"),
        ({"minimum_bids": 0}, "minimum_bids"),
        ({"bids_per_batch": 0}, "bids_per_batch"),
        ({"own_share": Decimal(-1)}, "own_share"),
        ({"own_share": Decimal(11)}, "own_share"),
        ({"bidder_kinds": ["agency"]}, "bidder_kinds"),
        ({"seal_mode": "open"}, "seal_mode"),
        ({"trims_from": 2}, "trims_from"),
    ],
)
def test_rules_out_of_bounds_are_refused_beside_their_field(office, rules, field):
    demand = office.drafted().demand
    refusal = refused(
        save_rules, demand, by=office.editor, rules=rules, criteria=CRITERIA, base_edition=1
    )
    assert list(refusal.fields) == [field]


@pytest.mark.parametrize(
    "criterion",
    [
        CriterionText("权重为零", Decimal(0)),
        CriterionText("权重过大", Decimal(101)),
        CriterionText("分数过高", Decimal(50), minimum=Decimal(101)),
        CriterionText("满分为零", Decimal(50), top=0),
        CriterionText("满分过高", Decimal(50), top=101),
        CriterionText("最低分高于满分", Decimal(50), minimum=Decimal(31), top=30),
        CriterionText("", Decimal(50)),
        CriterionText("空\x00", Decimal(50)),
    ],
)
def test_criteria_that_cannot_be_stored_are_refused(office, criterion):
    demand = office.drafted().demand
    refusal = refused(
        save_rules, demand, by=office.editor, rules={}, criteria=[criterion], base_edition=1
    )
    assert "criteria" in refusal.fields


def test_weights_that_do_not_sum_up_wait_in_the_draft_and_stop_the_hand_in(office):
    challenge = office.drafted()
    save_rules(
        challenge.demand,
        by=office.editor,
        rules={},
        criteria=[CriterionText("技术路线", Decimal("99.99"))],
        base_edition=1,
    )
    assert "criteria" in refused(fitness.hand_in, fresh(challenge), by=office.editor).fields


def test_criteria_that_favour_a_place_stop_the_hand_in(office):
    challenge = office.drafted()
    local = CriterionText("综合", Decimal(100), guidance="注册地在厦门的加 5 分。")
    save_rules(challenge.demand, by=office.editor, rules={}, criteria=[local], base_edition=1)
    assert "criteria" in refused(fitness.hand_in, fresh(challenge), by=office.editor).fields


def test_nobody_else_writes_them(office):
    demand = office.drafted().demand
    others = [
        UserFactory(),
        office.approver,
        member(OrganisationFactory(), Role.OWNER),
    ]
    for one in others:
        refusal = refused(save_rules, demand, by=one, rules={}, criteria=CRITERIA, base_edition=1)
        assert refusal.status == 403


def test_a_scenario_has_no_challenge(office):
    demand = office.draft()
    assert refused(save_rules, demand, by=office.editor, rules={}, criteria=CRITERIA).code == (
        "no_challenge"
    )


def test_once_handed_in_they_are_fixed_for_the_author(office):
    challenge = office.arguing()
    saving = {"by": office.editor, "rules": {"panel_size": 7}, "criteria": CRITERIA}
    refusal = refused(save_rules, challenge.demand, base_edition=1, **saving)
    assert (refusal.code, refusal.status) == ("wrong_state", 409)


@pytest.mark.parametrize("change", [{"weight": 0}, {"top": 0}, {"top": 101}, {"top": 49}])
def test_no_criterion_without_weight_or_scale_is_stored_whoever_writes_it(office, change):
    challenge = office.drafted()
    with pytest.raises(DatabaseError), transaction.atomic():
        challenge.criteria.filter(minimum=50).update(**change)


def test_once_handed_in_they_are_fixed_in_the_database(office):
    challenge = office.arguing()
    writes = [
        lambda: Challenge.objects.filter(pk=challenge.pk).update(minimum_bids=2),
        lambda: Challenge.objects.filter(pk=challenge.pk).update(bidder_kinds=["firm"]),
        lambda: challenge.criteria.update(weight=50),
        lambda: Criterion.objects.create(challenge=challenge, name="加分", weight=1, position=9),
    ]
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert fresh(challenge).minimum_bids == 1
