"""A text message is bounded, whatever stands in it."""

from __future__ import annotations

import pytest
from django.utils import translation

from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.letters import Letter, Section
from marketplace.notifications.masking import masked, mobile_of
from marketplace.notifications.short import (
    code_letter,
    notice_letter,
    segments_of,
    text_of,
    units_of,
)

KINDS = all_kinds()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_goes_in_one_text_message_that_names_no_facts(kind, settings):
    settings.BASE_URL = "https://changjing.example.gov.cn"
    said = text_of(notice_letter(kind, 12345))
    assert segments_of(said) == 1
    facts = [value for value in kind.example.values() if isinstance(value, str) and value]
    assert not [fact for fact in facts if fact in said]


def test_what_is_too_long_is_cut_and_keeps_its_address():
    url = "https://portal.example/n/1/"
    letter = Letter(subject="事" * 500, sections=[Section(title="事", url=url)])
    said = text_of(letter)
    assert segments_of(said) == 2
    assert said.endswith(f"事… {url}")


def test_signs_beyond_the_first_plane_count_twice():
    assert (units_of("🏝"), segments_of("🏝" * 35), segments_of("🏝" * 36)) == (2, 1, 2)


def test_a_code_goes_in_one_text_message_without_an_address():
    with translation.override("zh-hans"):
        said = text_of(code_letter("012345", minutes=10))
    assert segments_of(said) == 1
    assert "012345" in said
    assert "http" not in said


@pytest.mark.parametrize(
    ("typed", "mobile"),
    [
        ("13800000001", "13800000001"),
        ("+86 138 0000-0001", "13800000001"),
        ("008613800000001", "13800000001"),
        ("1380000000１", "13800000001"),
        ("8613800000001", None),
        ("12800000001", None),
        ("138000000012", None),
        ("13800000001\n13800000002", None),
    ],
)
def test_a_mobile_number_is_read_as_people_write_it(typed, mobile):
    assert mobile_of(typed) == mobile


def test_a_masked_address_is_known_to_its_owner_alone():
    assert masked("13800000001") == "138****0001"
    assert masked("lin@ring.test") == "l***@ring.test"
    assert masked("oABCDEFGHIJKL") == "****IJKL"
