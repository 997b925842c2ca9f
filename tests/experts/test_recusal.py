from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.experts.recusal import (
    Body,
    Contacts,
    Facts,
    Party,
    Rule,
    Span,
    hits,
    years_before,
)

TODAY = date(2026, 11, 30)
FIRM = Body("厦门示例智能科技有限公司", "91350200MA00000001")
OTHER = Body("厦门另一示例有限公司", "91350200MA00000002")
NAMED = Body("厦门示例智能科技有限公司")
CONTACTS = Contacts(("13800138000",), ("li@example.test",), ("思明区软件园二期8号楼",))
PARTY = Party("bidder", FIRM, CONTACTS)


def rules(facts: Facts, party: Party = PARTY) -> list[Rule]:
    return [hit.rule for hit in hits(facts, [party], on=TODAY)]


def job(body: Body = FIRM, begins: date = date(2010, 1, 1), ends: date | None = None) -> Span:
    return Span(body, begins, ends, "研究员")


def test_who_works_for_a_party_steps_back():
    assert rules(Facts("e", employments=(job(),))) == [Rule.EMPLOYER]


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        (date(2026, 11, 30), [Rule.EMPLOYER]),
        (date(2026, 11, 29), [Rule.FORMER_EMPLOYER]),
        (date(2021, 11, 30), [Rule.FORMER_EMPLOYER]),
        (date(2021, 11, 29), []),
    ],
)
def test_a_former_employer_counts_for_five_years_to_the_day(ends: date, found: list[Rule]):
    assert rules(Facts("e", employments=(job(ends=ends),))) == found


def test_five_years_before_a_leap_day_is_the_day_before():
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (Facts("e", memberships=(FIRM,)), Rule.MEMBER),
        (Facts("e", co_applicants=(FIRM,)), Rule.CO_APPLICANT),
        (Facts("e", contacts=Contacts(phones=("+86 138-0013-8000",))), Rule.PHONE),
        (Facts("e", contacts=Contacts(emails=("LI+x@example.test",))), Rule.EMAIL),
        (Facts("e", contacts=Contacts(places=("厦门市思明区软件园二期 8 号楼",))), Rule.ADDRESS),
        (Facts("e", ties=(Span(FIRM, None, None, "持股"),)), Rule.DECLARED),
    ],
)
def test_each_rule_finds_its_fact_and_names_both(facts: Facts, rule: Rule):
    (hit,) = hits(facts, [PARTY], on=TODAY)
    assert hit.rule == rule
    assert (hit.role, hit.party) == ("bidder", FIRM.name)
    assert hit.expert_fact
    assert hit.party_fact


def test_by_name_where_a_code_is_missing_and_by_code_where_both_have_one():
    assert rules(Facts("e", employments=(job(NAMED),))) == [Rule.EMPLOYER]
    assert rules(Facts("e", employments=(job(Body(FIRM.name, OTHER.code)),))) == []
    assert rules(Facts("e", employments=(job(Body("", "")),)), Party("bidder", Body("", ""))) == []


def test_a_code_is_one_however_it_is_written():
    assert rules(Facts("e", employments=(job(Body("", "91350200-ma00000001")),))) == [Rule.EMPLOYER]


def test_nobody_shares_an_empty_contact():
    empty = Contacts(("",), ("",), ("",))
    assert rules(Facts("e", contacts=empty), Party("bidder", FIRM, empty)) == []


def test_every_party_is_asked():
    owner = Party("owner", OTHER)
    found = hits(Facts("e", employments=(job(), job(OTHER))), [PARTY, owner], on=TODAY)
    assert [(hit.role, hit.rule) for hit in found] == [
        ("bidder", Rule.EMPLOYER),
        ("owner", Rule.EMPLOYER),
    ]


@given(st.permutations([job(), job(OTHER), job(ends=date(2024, 1, 1)), job(ends=date(2001, 1, 1))]))
def test_the_order_of_facts_changes_nothing(jobs: list[Span]):
    found = set(hits(Facts("e", employments=tuple(jobs)), [PARTY], on=TODAY))
    assert {hit.rule for hit in found} == {Rule.EMPLOYER, Rule.FORMER_EMPLOYER}


def test_nothing_in_common_finds_nothing():
    facts = Facts("e", (job(OTHER),), (), (OTHER,), (OTHER,), Contacts(("0592-2345678",)))
    assert rules(facts) == []
