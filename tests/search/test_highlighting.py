import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import Highlighter
from search.synonyms import NONE
from search.vocabulary import Vocabulary

SHOWN = "在36处易涝点布设水位监测，结合雷达短临降雨做积水预报。超15厘米推送预警，并与泵站联动。"


def hits(typed: str, shown: str) -> list[str]:
    return [piece.text for piece in Highlighter(typed).mark(shown) if piece.is_hit]


def test_words_are_marked_where_they_stand() -> None:
    assert hits("积水 泵站", SHOWN) == ["积水", "泵站"]


def test_generic_words_are_marked_only_when_alone() -> None:
    assert hits("积水监测", SHOWN) == ["积水"]
    assert hits("监测", SHOWN) == ["监测"]


def test_neighbouring_hits_become_one() -> None:
    assert hits("雷达 短临", SHOWN) == ["雷达短临"]


def test_another_script_or_width_is_marked_in_the_original() -> None:
    assert hits("软体 gps", "雲端軟體與ＧＰＳ") == ["軟體", "ＧＰＳ"]


def test_an_abbreviation_is_not_marked_inside_a_longer_one() -> None:
    assert hits("AI", "OPENAI与AI") == ["AI"]


@pytest.mark.parametrize("typed", ["", "  ", "。", "的", "😀"])
def test_nothing_is_marked_without_a_telling_word(typed: str) -> None:
    assert hits(typed, "泵站。😀") == []


def test_marking_keeps_every_character() -> None:
    assert "".join(piece.text for piece in Highlighter("积水").mark(SHOWN)) == SHOWN


def test_a_snippet_begins_at_the_clause_of_the_hit() -> None:
    long = "本项目背景说明。" * 40 + "对窨井盖做位移告警，并回传。" + "其他说明。" * 40
    pieces = Highlighter("窨井盖").snippet(long, length=40)
    text = "".join(piece.text for piece in pieces)
    assert text.startswith("…对窨井盖")
    assert text.endswith("…")
    assert [piece.text for piece in pieces if piece.is_hit] == ["窨井盖"]


def test_a_short_text_is_its_own_snippet() -> None:
    assert [piece.text for piece in Highlighter("停车").snippet("泵站")] == ["泵站"]


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_text_can_be_marked(typed: str, shown: str) -> None:
    highlighter = Highlighter(typed)
    assert "".join(piece.text for piece in highlighter.mark(shown)) == shown
    inside = "".join(piece.text for piece in highlighter.snippet(shown, 50)).strip("…")
    assert inside in shown


@pytest.mark.parametrize(
    ("typed", "shown", "marked"),
    [
        ("“泵站联动”", "泵站联动，泵站与联动。", ["泵站联动"]),
        ("GB/T 28181", "按ＧＢ／Ｔ28181，T形，28181。", ["ＧＢ／Ｔ28181"]),
        ("ISO 27001", "取得ISO27001认证", ["ISO27001"]),
        ("积水 -泵站", "积水与泵站", ["积水"]),
        ("-泵站", "积水与泵站", []),
    ],
)
def test_phrases_and_codes_are_marked_whole_and_exclusions_never(
    typed: str, shown: str, marked: list[str]
) -> None:
    assert hits(typed, shown) == marked


def test_what_letters_and_short_names_stand_for_is_marked() -> None:
    words = Vocabulary({"智慧停车": 1}, [("厦门市数据管理局", ())])
    shown = "厦门市数据管理局的停车项目"
    marked = [
        [
            piece.text
            for piece in Highlighter(typed, NONE, vocabulary=words).mark(shown)
            if piece.is_hit
        ]
        for typed in ("tingche", "zhtc", "市数据局")
    ]
    assert marked == [[], ["停车"], ["厦门市数据管理局"]]


def test_a_snippet_ends_where_a_clause_ends() -> None:
    shown = "".join(f"第{number}句写明一件事，与别的无关。" for number in range(40))
    shown = f"{shown}窨井盖位移即告警，{shown}"
    text = "".join(piece.text for piece in Highlighter("窨井盖").snippet(shown, 60)).strip("…")
    assert "窨井盖位移即告警，" in text
    assert text[-1] in "，。"
    assert shown[shown.index(text) - 1] in "，。"
    assert 36 <= len(text) <= 60


def test_a_clause_longer_than_a_snippet_is_cut_between_words() -> None:
    shown = "老城区雨水管网" * 30 + "窨井盖" + "老城区雨水管网" * 30
    text = "".join(piece.text for piece in Highlighter("窨井盖").snippet(shown, 40)).strip("…")
    assert "窨井盖" in text
    assert len(text) <= 40
