"""Which other wordings a text also finds."""

import pytest

from marketplace.taxonomy.wordings import Meaning
from search import text
from search.synonyms import NONE, Edge, Thesaurus, key_of, read_wording, thesaurus_of

EDGES = [
    Edge("视频监控", "安防监控", 0.9, pk=1),
    Edge("视频", "影像", 0.5, pk=2),
    Edge("iot", "物联网", 0.95, kind="short", pk=3),
    Edge("ai", "人工智能", 0.9, pk=4),
    Edge("internet of things", "物联网", 0.8, pk=5),
    Edge("car t", "细胞治疗", 0.8, pk=6),
    Edge("积水", "内涝", 0.9, pk=7),
    Edge("内涝", "水浸", 0.9, pk=8),
    Edge("水浸", "积水", 0.9, pk=9),
]
THESAURUS = thesaurus_of(EDGES)


def found(typed: str, thesaurus: Thesaurus = THESAURUS) -> dict[str, list[str]]:
    expansions = thesaurus.expand(text.cut(typed).units, typed)
    return {one.text: [other.text for other in one.alternatives] for one in expansions}


def test_the_longest_wording_counts_and_none_in_it() -> None:
    assert found("视频监控系统") == {"视频监控": ["安防监控"]}
    assert found("视频会议") == {"视频": ["影像"]}


@pytest.mark.parametrize(
    "typed", ["視頻監控", "视频 监控", "ＩＯＴ", "Internet of Things", "CAR-T"]
)
def test_the_way_of_writing_does_not_matter(typed: str) -> None:
    assert found(typed)


@pytest.mark.parametrize("typed", ["OPENAI", "视频，监控", "internet，of things", "cart", "biot"])
def test_a_wording_stands_among_whole_words_only(typed: str) -> None:
    assert not {"ai", "iot", "视频监控", "internet of things", "car t"} & found(typed).keys()


def test_a_loop_is_gone_round_by_one_step() -> None:
    assert found("积水") == {"积水": ["内涝"]}
    assert found("内涝积水") == {"内涝": ["水浸"], "积水": ["内涝"]}


def test_expansion_tells_the_units_it_stands_for() -> None:
    typed = "小区视频监控升级"
    units = text.cut(typed).units
    (one,) = THESAURUS.expand(units, typed)
    assert "".join(unit.text for unit in units[one.start : one.end]) == "视频监控"


def test_an_alternative_has_words_and_letters_for_an_engine() -> None:
    (one,) = THESAURUS.expand(text.cut("iot").units, "iot")
    (other,) = one.alternatives
    assert "物联网" in other.words
    assert other.letters == ("物", "联", "网")
    assert (other.weight, other.kind, other.pk) == (0.95, "short", 3)


def test_of_many_alternatives_the_weightiest_stay() -> None:
    many = thesaurus_of(Edge("积水", f"涝{n}号", n / 20) for n in range(1, 20))
    weights = [other.weight for other in many.by_source["积水"]]
    assert weights == [n / 20 for n in range(19, 11, -1)]


@pytest.mark.parametrize("typed", ["", " ", "。", "😀", "\x00", "的", "水" * 10_000, '"(a AND [b'])
def test_any_text_is_expanded_or_not(typed: str) -> None:
    assert isinstance(found(typed), dict)
    assert NONE.expand(text.cut(typed).units, typed) == ()


def test_an_overlay_adds_and_takes_away_and_leaves_the_held_ones() -> None:
    more = THESAURUS.with_edges([Edge("泵站", "排涝站", 0.7)], without=frozenset({7}))
    assert found("泵站积水", more) == {"泵站": ["排涝站"]}
    assert found("泵站积水") == {"积水": ["内涝"]}


@pytest.mark.parametrize(
    ("wording", "key"),
    [
        ("雲端運算", "云端运算"),
        ("Internet-of-Things", "internet of things"),
        ("ISO 27001", "iso 27001"),
        ("5G 基站", "5g基站"),
        ("。，", ""),
    ],
)
def test_a_key_is_the_normal_form(wording: str, key: str) -> None:
    assert key_of(wording) == key
    assert key_of(key) == key


@pytest.mark.parametrize(
    ("wording", "meaning"),
    [
        ("的", Meaning.NONE),
        ("以及", Meaning.NONE),
        ("监测", Meaning.GENERIC),
        ("智慧平台", Meaning.GENERIC),
        ("公共数据", Meaning.OWN),
        ("泵站", Meaning.OWN),
    ],
)
def test_a_wording_is_read_for_what_it_tells(wording: str, meaning: Meaning) -> None:
    assert read_wording(wording).meaning is meaning
