"""The language of the search box, rule by rule."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.language import READ, Kind, ParsedQuery, parse

ODD = st.text(
    st.sampled_from('积水停车 \u3000"“”「」『』-－−+*?/()[]{}:\\.,，。ＡaIiz059\x00\u200d😀軟體'),
    max_size=60,
)


def parts(typed: str) -> list[tuple[str, str, bool]]:
    return [(term.kind.value, term.text, term.is_excluded) for term in parse(typed).terms]


def test_words_are_parted_at_spaces_and_pauses() -> None:
    assert [part[1] for part in parts("积水 泵站，雷达、窨井\u3000管网")] == [
        "积水",
        "泵站",
        "雷达",
        "窨井",
        "管网",
    ]


@pytest.mark.parametrize(
    "typed",
    ['"积水预报"', "“积水预报”", "「积水预报」", "『积水预报』", "＂积水预报＂", '“积水预报"'],
)
def test_quotes_of_every_kind_hold_a_phrase(typed: str) -> None:
    assert parts(typed) == [("phrase", "积水预报", False)]


@pytest.mark.parametrize("typed", ["积水 -停车", "积水 －停车", "积水 −停车", "积水，-停车"])
def test_a_minus_before_a_word_excludes_it(typed: str) -> None:
    assert parts(typed) == [("words", "积水", False), ("words", "停车", True)]


def test_a_name_that_begins_with_a_point_is_excluded() -> None:
    assert parts("固件 -.NET") == [("words", "固件", False), ("words", ".net", True)]


def test_a_phrase_can_be_excluded() -> None:
    assert parts("积水 -“无人机 巡检”") == [
        ("words", "积水", False),
        ("phrase", "无人机 巡检", True),
    ]


@pytest.mark.parametrize(
    "typed", ["5G-A", "点-线", "停车-诱导", "- 停车", "--停车", "停车-", "—停车"]
)
def test_a_minus_inside_or_without_a_word_excludes_nothing(typed: str) -> None:
    assert not parse(typed).excluded


@pytest.mark.parametrize(
    "code",
    [
        "GB/T 28181",
        "GB/T28181-2016",
        "GB 35114",
        "ISO 27001",
        "ISO27001",
        "ISO/IEC 27001",
        "CMMI5",
        "CMMI 5",
        "T/CCSA 331",
        "91350200MA31AB2C3D",
        "XQ-2026-0001",
        "NL-2026-0001",
        "5G-A",
        "RS-485",
        "ＧＢ／Ｔ　２８１８１",
    ],
)
def test_a_code_is_one_part(code: str) -> None:
    assert [part[0] for part in parts(f"{code} 视频接入")] == ["code", "words"]
    assert [part[0] for part in parts(f"符合{code}的视频")] == ["words", "code", "words"]


@pytest.mark.parametrize("typed", ["2026-11-24", "OPC UA", "AI/大数据", "36处", "积水2026"])
def test_numbers_and_abbreviations_alone_are_no_codes(typed: str) -> None:
    assert "code" not in [part[0] for part in parts(typed)]


@pytest.mark.parametrize("typed", ['"积水 预报', "积水” 预报", "「积水 预报", '积水 预报"'])
def test_a_lone_quote_is_told_and_parts_nothing_else(typed: str) -> None:
    assert [part[:2] for part in parts(typed)] == [("words", "积水"), ("words", "预报")]
    assert parse(typed).has_lone_quote


@pytest.mark.parametrize(
    "typed", ["", "  ", "。，！", "😀", "\x00\x01", '""', "“”", "-", '-""', "()[]*"]
)
def test_what_says_nothing_has_no_part(typed: str) -> None:
    assert parse(typed).terms == ()


def test_a_range_takes_in_quotes_and_minus() -> None:
    typed = "積水 -「無人機」"
    assert [typed[term.start : term.end] for term in parse(typed).terms] == ["積水", "-「無人機」"]


def test_a_long_text_is_read_to_a_limit_and_told() -> None:
    assert parse("积水" * 5_000).is_cut
    assert len(parse("积水" * 5_000).typed) == READ


def test_a_text_without_one_part_keeps_the_others() -> None:
    parsed = parse("积水 “雷达 短临” -停车")
    assert [parsed.without(term) for term in parsed.terms] == [
        '"雷达 短临" -停车',
        "积水 -停车",
        '积水 "雷达 短临"',
    ]


def meaning(parsed: ParsedQuery) -> list[tuple[Kind, str, bool]]:
    return [(term.kind, term.text, term.is_excluded) for term in parsed.terms]


@example("A¼")
@given(st.one_of(ODD, st.text(max_size=80)))
def test_any_text_is_read_in_order_and_written_back(typed: str) -> None:
    parsed = parse(typed)
    ends = [0]
    for term in parsed.terms:
        assert ends[-1] <= term.start < term.end <= len(typed)
        ends.append(term.end)
    again = parse(str(parsed))
    assert "".join(part[1] for part in meaning(again)).replace(" ", "") == "".join(
        part[1] for part in meaning(parsed)
    ).replace(" ", "")
    assert [term.text for term in again.excluded] == [term.text for term in parsed.excluded]
