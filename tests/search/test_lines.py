"""Texts found by how they, or parts of them, begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lines import Lines

TITLES = ["停车诱导", "智慧停车", "停车场", "积水预报"]
LINES = Lines((title, (0, 2)) for title in TITLES)


def found(prefix: str, limit: int = 9) -> list[str]:
    return [LINES[number] for number in LINES.beginning(prefix, limit)]


def test_a_text_is_found_at_each_of_its_places_best_first() -> None:
    assert found("停车") == ["停车诱导", "智慧停车", "停车场"]
    assert found("停车", 2) == ["停车诱导", "智慧停车"]
    assert found("场") == ["停车场"]
    assert found("水") == []


def test_a_whole_text_is_found_from_a_place_to_its_end() -> None:
    assert [LINES[number] for number in LINES.equal("停车", 9)] == ["智慧停车"]
    assert LINES.equal("停", 9) == []


def test_a_beginning_longer_than_what_is_compared_must_fit_whole() -> None:
    long = Lines([("甲" * 20 + "乙", (0,)), ("甲" * 20 + "丙", (0,))])
    assert long.beginning("甲" * 20 + "丙", 9) == [1]


def test_no_text_has_no_number() -> None:
    assert len(Lines([])) == 0
    assert Lines([]).beginning("停", 9) == []
    with pytest.raises(IndexError):
        Lines([])[0]


@given(st.lists(st.text(min_size=1, max_size=20), max_size=20), st.text(min_size=1, max_size=4))
def test_it_finds_what_a_plain_scan_finds(texts: list[str], prefix: str) -> None:
    lines = Lines((text, range(len(text))) for text in texts)
    plain = [text.replace("\n", " ") for text in texts]
    wanted = [n for n, text in enumerate(plain) if prefix.replace("\n", " ") in text]
    assert lines.beginning(prefix.replace("\n", " "), 99) == wanted
