"""What letters, sounds and short names stand for, given the words of the lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import parse
from search.vocabulary import EMPTY, Vocabulary, phrases_of, slips_between

WORDS = {
    "智慧停车": 9,
    "智慧": 30,
    "停车": 20,
    "积水": 8,
    "集水": 2,
    "预报": 7,
    "人脸识别": 5,
    "西安": 1,
    "ai": 12,
    "radar": 3,
    "lidar": 4,
    "tensorflow": 2,
    "kubernetes": 2,
    "gis": 3,
}
NAMES = [
    ("厦门市数据管理局", ()),
    ("厦门火炬高技术产业开发区管理委员会", ("火炬管委会",)),
    ("厦门市思明区数据管理局", ()),
]
VOCABULARY = Vocabulary(WORDS, NAMES)


def read(typed: str) -> str:
    return " ".join(map(str, VOCABULARY.understand(parse(typed)).terms))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhihuitingche", "智慧停车"),
        ("ZhiHuiTingChe", "智慧停车"),
        ("zhi hui ting che", "智慧停车"),
        ("zhtc", "智慧停车"),
        ("rlsb", "人脸识别"),
        ("zhihui停车", "智慧停车"),
        ("停车 jishui", "停车 积水"),
        ("jishuiyubao", "积水预报"),
        ("jishui yubao", "积水预报"),
        ("xi'an", "西安"),
        ("rader", "radar"),
        ("ldiar", "lidar"),
        ("tensorfow", "tensorflow"),
        ("kubernets", "kubernetes"),
        ("kuberntes", "kubernetes"),
    ],
)
def test_pinyin_initials_and_slips_are_read_as_words_of_the_lists(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["ai", "gis", "xyzzy", "ting", "qq", '"zhtc"', "-zhtc", "zhtc2", "tensorboard", "wqkjhx", "ｑ"],
)
def test_what_is_known_quoted_excluded_or_unlike_stays_as_typed(typed: str) -> None:
    assert read(typed) == str(parse(typed))


def test_words_of_one_sound_are_all_meant_and_the_letters_too() -> None:
    understood = VOCABULARY.understand(parse("jishui"))
    assert understood.others == {"积水": ("集水", "jishui")}
    assert understood.notes == (("jishui", "积水"),)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("市数据局", {"市数据局": ("厦门市数据管理局",)}),
        ("市数据局智慧停车", {"市数据局": ("厦门市数据管理局",)}),
        ("火炬高新区", {"火炬高新区": ("厦门火炬高技术产业开发区管理委员会",)}),
        ("火炬管委会的榜单", {"火炬管委会": ("厦门火炬高技术产业开发区管理委员会",)}),
        ("思明区数据局", {"思明区数据局": ("厦门市思明区数据管理局",)}),
        ("数据局", {"数据局": ("厦门市数据管理局",)}),
        ("数据", {}),
        ("“市数据局”", {}),
    ],
)
def test_short_names_lead_to_the_full_ones(typed: str, names: dict[str, tuple[str, ...]]) -> None:
    assert VOCABULARY.understand(parse(typed)).names == names


def test_words_of_the_same_sound_are_told_from_wrong_characters() -> None:
    assert VOCABULARY.same_sound("智惠停车") == ("智慧停车",)
    assert VOCABULARY.same_sound("智慧停车") == ()


def test_phrases_stand_in_two_titles() -> None:
    titles = [["泵站", "联动", "控制"], ["泵站", "联动"], ["泵站", "，", "联动"]]
    assert phrases_of(titles) == {"泵站联动": 2}


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("radar", "radar", 0),
        ("rader", "radar", 1),
        ("rdaar", "radar", 1),
        ("", "ab", 2),
        ("a", "xyz", 3),
    ],
)
def test_slips_are_counted_up_to_a_limit(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, most=2) == slips


@given(st.text(st.sampled_from("zhiuantgcq'xe 停车\"-市数据局"), max_size=60))
def test_anything_is_understood_and_keeps_its_places(typed: str) -> None:
    for vocabulary in (VOCABULARY, EMPTY):
        terms = vocabulary.understand(parse(typed)).terms
        assert all(term.start < term.end <= len(typed) for term in terms)
