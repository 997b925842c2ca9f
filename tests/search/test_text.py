import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text

HOSTILE = [
    "",
    " ",
    "水",
    "。，！？……——（）《》",
    "😀🚰👨‍👩‍👧‍👦",
    "\x00\x01\x1f\x7f",
    "\ud800停\udfff车",
    "\ufeff停\u200b车\u202e",
    "平\u0301台",
    "ｶﾀｶﾅ",
    "İstanbul ΐ ŉ ß",
    "x" * 10_000,
    "监测" * 5_000,
    "a1" * 5_000,
    "e\u0301" * 5_000,
    '"未闭合 +(a OR b) /.*/ ~5 [1 TO *] \\',
]


def spellings(found: list[text.Token]) -> list[str]:
    return [token.text for token in found]


def check(source: str) -> None:
    """What every text must give, however strange."""
    cut = text.cut(source)
    for tokens in (cut.words, cut.units, cut.characters):
        for token in tokens:
            assert 0 < len(token.text) <= text.MAX_TOKEN
            assert not any(char.isspace() for char in token.text)
            assert 0 <= token.start < token.end <= len(source)
            token.text.encode()
        value = text.joined(token.text for token in tokens)
        assert value.split(" ") == (spellings(tokens) or [text.NOTHING])
    for before, after in zip(cut.units, cut.units[1:], strict=False):
        assert before.start <= after.start
    assert {unit.text for unit in cut.units} <= {word.text for word in cut.words}
    for unit in cut.units:
        assert "".join(text.letters(unit.text)) in {unit.text, unit.text.replace(".", "")} or (
            not text.is_chinese(unit.text)
        )


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gives_tokens_that_every_engine_takes(source: str) -> None:
    check(source)


@given(st.text(max_size=200))
def test_any_text_gives_tokens_that_every_engine_takes(source: str) -> None:
    check(source)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=80))
def test_offsets_of_chinese_point_at_the_original_characters(source: str) -> None:
    characters = text.cut(source).characters
    assert [token.start for token in characters] == list(range(len(source)))
    assert all(
        text.normalise(source[token.start : token.end]).text == token.text for token in characters
    ) or any(char in text._traditional() for char in source)


def test_forms_that_mean_the_same_give_the_same_tokens() -> None:
    wanted = spellings(text.cut("软体与数据 ai 28181").words)
    assert spellings(text.cut("軟體與數據　ＡＩ　２８１８１").words) == wanted


def test_marked_text_is_the_original_one() -> None:
    source = "建設ＡＩ軟體\u200b平台"
    token = next(token for token in text.cut(source).words if token.text == "ai")
    assert source[token.start : token.end] == "ＡＩ"


def test_an_abbreviation_is_found_whole_only() -> None:
    assert "ai" in spellings(text.cut("AI赋能").words)
    assert "ai" not in spellings(text.cut("OPENAI接口").words)
    assert "ai" not in spellings(text.cut("OPENAI接口").characters)


def test_a_code_is_found_with_and_without_its_gap() -> None:
    assert {"iso", "27001", "iso27001"} <= set(spellings(text.cut("ISO27001").words))
    assert spellings(text.cut("ISO 27001").characters) == spellings(text.cut("ISO27001").characters)


def test_programming_languages_keep_their_signs() -> None:
    assert spellings(text.cut("C++、C#与Go").words) == ["c++", "c#", "与", "go"]
    assert spellings(text.cut("C++17、.NET和ASP.NET").words) == [
        *("c++", "17", ".net", "和", "asp", ".net"),
    ]


@pytest.mark.parametrize(("name", "other"), [("C++", "C"), ("C#", "C"), (".NET", "NET")])
def test_a_sign_tells_a_name_from_what_it_begins_or_ends_with(name: str, other: str) -> None:
    assert not {*spellings(text.cut(name).characters)} & {*spellings(text.cut(other).characters)}
    assert text.letters(name.lower()) == [name.lower()]


def test_a_sign_that_belongs_to_no_name_is_none() -> None:
    assert spellings(text.cut("www.xm.net a.network 3#楼 c++c").characters) == [
        *("www", "xm", "net", "a", "network", "3", "楼", "c", "c"),
    ]


def test_own_words_are_known_and_taken_apart_into_units() -> None:
    assert "揭榜挂帅" in spellings(text.cut("揭榜挂帅榜单").words)
    assert spellings(text.cut("智慧停车平台").units) == ["智慧", "停车", "平台"]
    assert spellings(text.cut("石墨烯涂层").units)[0] == "石墨烯"


def test_numbers_keep_their_point() -> None:
    assert "3.5" in spellings(text.cut("水深3.5米").words)


@given(st.text(max_size=80) | st.text("智慧停车場ＡＩ-5g iso27001.net c++#·\n\t", max_size=80))
def test_a_plain_cut_is_a_cut_without_ranges(typed: str) -> None:
    ranged, plain = text.cut(typed), text.cut_plainly(typed)
    for name in ("words", "units", "characters"):
        assert getattr(plain, name) == [token.text for token in getattr(ranged, name)]
