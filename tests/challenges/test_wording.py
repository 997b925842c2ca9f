"""Restrictive words are found, and what only speaks of them is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.challenges.wording import RULES, findings, refused_in

LINES = (Path(__file__).parent / "wording.tsv").read_text().splitlines()
JUDGED = [line.split("\t") for line in LINES]


def said(text):
    return (
        ";".join(
            f"{one.rule.code}:{'refused' if one.is_refused else 'pointed'}"
            for one in findings(text)
        )
        or "none"
    )


@pytest.mark.parametrize(("judgement", "text"), JUDGED)
def test_the_rules_judge_as_people_did(judgement, text):
    assert said(text) == judgement


def test_every_rule_is_judged_both_ways():
    judged = {code for judgement, _text in JUDGED for code in judgement.split(";")}
    for rule in RULES:
        assert f"{rule.code}:refused" in judged


def test_a_finding_points_at_its_words():
    text = "技术要求不限。\n揭榜单位注册资本不低于 1000 万元。"
    [found] = findings(text)
    assert text[found.start : found.end] == found.words == "注册资本"


def test_the_same_sentence_on_two_lines_is_found_twice():
    assert len(refused_in(["仅限国有企业揭榜。\n仅限国有企业揭榜。", "无"])) == 2


def test_a_long_text_is_read_in_no_time():
    text = "在厦门" * 3000 + "注册"
    assert isinstance(findings(text), list)
