"""What to type instead of what finds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.loosening import corrections, looser_texts
from search.vocabulary import Vocabulary

WORDS = Vocabulary({"智慧停车": 4, "泊位": 3, "积水": 5, "集水": 2})


def texts(typed: str) -> list[tuple[str, str]]:
    return [(one.how, one.text) for one in looser_texts(typed)]


def test_wrong_characters_of_the_right_sound_are_put_right() -> None:
    assert corrections("智惠停车 -港口", WORDS) == ("智慧停车 -港口",)
    assert corrections("智慧停车", WORDS) == ()
    assert corrections("“智惠停车”", WORDS) == ()


def test_letters_with_several_readings_offer_the_others() -> None:
    assert "集水" in corrections("jishui", WORDS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("泊位", []),
        ("积水 泊位", [("without", "泊位"), ("without", "积水")]),
        ("“积水泊位”", [("unquoted", "积水泊位")]),
        ("积水 -泊位", [("without", "积水")]),
        ("积水泊位系统", [("only", "积水"), ("only", "泊位")]),
        ("“积水” -“泊位”", [("unquoted", '积水 -"泊位"'), ("without", '"积水"')]),
    ],
)
def test_a_text_is_loosened_part_by_part(typed: str, expected: list[tuple[str, str]]) -> None:
    assert texts(typed) == expected


def test_of_three_words_each_can_be_left_out_or_stand_alone() -> None:
    assert texts("积水 泊位 雷达") == [
        ("without", "泊位 雷达"),
        ("without", "积水 雷达"),
        ("without", "积水 泊位"),
        ("only", "积水"),
        ("only", "泊位"),
        ("only", "雷达"),
    ]


@given(st.text(max_size=60))
def test_any_text_can_be_loosened(typed: str) -> None:
    assert all(one.text.strip() for one in looser_texts(typed))
    assert all(isinstance(one, str) for one in corrections(typed, WORDS))
