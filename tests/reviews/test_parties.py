from __future__ import annotations

from datetime import date

import pytest

from marketplace.bids.models import BidPartner
from marketplace.core import clock
from marketplace.experts.recusal import Rule, hits
from marketplace.reviews.holding import hold_draw
from marketplace.reviews.models import Seat
from marketplace.reviews.parties import contacts_in, known_of, parties_of
from marketplace.reviews.promising import promise_draw
from marketplace.reviews.seating import party_names
from tests.bids.factories import (
    as_opened,
    bid_row,
    close,
    open_challenge,
    opened,
    sealed,
)
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import person_of
from tests.experts.factories import expert, job, keeper
from tests.factories import DomainFactory, OrganisationFactory
from tests.reviews.factories import TRAFFIC, VALUE, WATER

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 30)


def rules(one, challenge):
    return {(hit.rule, hit.role) for hit in hits(known_of(one), parties_of(challenge), on=TODAY)}


def test_before_the_opening_only_the_owner_s_side_is_a_party_whoever_has_bid():
    challenge = open_challenge()
    firm = OrganisationFactory()
    sealed(challenge, firm)
    close(challenge)
    assert party_names(fresh(challenge)) == [challenge.demand.lifecycle.owner.name]
    assert not rules(expert(None, job(firm)), fresh(challenge))


def test_employees_of_bidders_and_partners_and_shared_contacts_are_found():
    firm, partner = OrganisationFactory(), OrganisationFactory()
    challenge = open_challenge(ChallengeOffice(), rules={"consortium_limit": 3})
    by = person_of(firm)
    sealed(
        challenge,
        firm,
        by,
        partners=f"{partner.name} 样机试制",
        team="联系人 138-0013-8000，lead@firm.example",
    )
    opened(challenge)
    current = fresh(challenge)
    bidder = (Rule.EMPLOYER, "bidder")
    assert bidder in rules(expert(None, job(firm), phone="13900000000"), current)
    assert (Rule.EMPLOYER, "partner") in rules(expert(None, job(partner)), current)
    assert rules(expert(phone="+86 13800138000"), current) == {(Rule.PHONE, "bidder")}
    same = expert(phone="13900000000", email="Lead@firm.example")
    assert rules(same, current) == {(Rule.EMAIL, "bidder")}
    assert (Rule.MEMBER, "bidder") in rules(expert(by, phone="13900000000"), current)
    assert not rules(expert(phone="13900000000"), current)
    assert set(party_names(current)) == {
        firm.name,
        partner.name,
        current.demand.lifecycle.owner.name,
    }


def test_an_employee_of_a_bidder_s_partner_is_not_in_the_drum():
    firm, partner = OrganisationFactory(), OrganisationFactory()
    office = ChallengeOffice()
    challenge = open_challenge(office, rules={"consortium_limit": 3, "panel_size": 3})
    sealed(challenge, firm, partners=f"{partner.credit_code} 检测")
    water, traffic = DomainFactory(slug="water"), DomainFactory(slug="traffic")
    tied = [expert(None, job(partner), domains=[water]), expert(None, job(firm), domains=[water])]
    free = [expert(domains=[water]), expert(domains=[water]), expert(domains=[traffic])]
    draw = promise_draw(
        fresh(challenge), seats={WATER: 2, TRAFFIC: 1}, alternates=2, source="指数", by=keeper()
    )
    opened(challenge)
    held = hold_draw(draw, public_input=VALUE, by=keeper())
    assert {one["code"] for one in held.excluded} == {one.code for one in tied}
    assert set(Seat.objects.values_list("expert", flat=True)) == {one.pk for one in free}


def test_contacts_of_partners_people_and_an_address_in_a_bid_are_found():
    firm, partner = OrganisationFactory(), OrganisationFactory()
    colleague = person_of(partner)
    challenge = open_challenge(ChallengeOffice(), rules={"consortium_limit": 3})
    told = "项目部：厦门市集美区诚毅大街 360 号；十二人。"
    sealed(challenge, firm, partners=f"{partner.credit_code} 检测", team=told)
    opened(challenge)
    current = fresh(challenge)
    shared = expert(phone="13900000000", email=colleague.email)
    assert rules(shared, current) == {(Rule.EMAIL, "partner")}
    here = expert(phone="13900000001", address="集美区诚毅大街360号")
    assert rules(here, current) == {(Rule.ADDRESS, "bidder")}


def test_with_whom_an_employer_bid_before_is_a_co_applicant_unless_it_declined():
    employer, lead = OrganisationFactory(), OrganisationFactory()
    office = ChallengeOffice()
    first = office.as_listed()
    bid = bid_row(first, lead, person_of(lead))
    partner = BidPartner.objects.create(
        bid=bid, organisation=employer, name=employer.name, asked_at=clock.now()
    )
    second = fresh(office.as_listed())
    as_opened(second, by=office.editor, total=1)
    bid_row(second, lead, person_of(lead))
    one = expert(None, job(employer), phone="13900000000")
    assert rules(one, fresh(second)) == {(Rule.CO_APPLICANT, "bidder")}
    partner_at = expert(None, job(lead), phone="13900000001")
    assert [body.name for body in known_of(partner_at).co_applicants] == [employer.name]
    BidPartner.objects.filter(pk=partner.pk).update(
        state="declined", answered_at=clock.now(), answered_by=office.editor
    )
    assert not rules(one, fresh(second))


def test_contacts_are_read_out_of_texts():
    found = contacts_in({"team": "电话 0592-2345678，13800138000；", "answers": [{"a": "x@y.cn"}]})
    assert found.phones == ("0592-2345678", "13800138000")
    assert found.emails == ("x@y.cn",)
    assert contacts_in({"digest": "a" * 64, "n": 3}).phones == ()
