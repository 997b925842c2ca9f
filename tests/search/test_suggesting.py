"""Suggestions while somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text
from search.documents import CAPABILITIES, CAPABILITY_LISTS, DEMAND_LISTS, LISTS
from search.suggesting import EACH, Shelf, Suggested
from search.vocabulary_sources import Body, Read, TermName, Title


def title(kind, pk: int, words: str) -> Title:
    return Title(kind, pk, tuple(text.row(text.normalise(words).text)))


SHELF = Shelf(
    Read(
        titles=[
            title("demand", 2, "路内泊位智慧停车诱导"),
            title("demand", 1, "智慧停车场"),
            title("capability", 1, "停车场AI识别与GIS底图"),
        ],
        bodies=[Body(7, "厦门市数据管理局", ()), Body(8, "厦门泊屿停车科技有限公司", ("泊屿",))],
        terms=[TermName("domain", "parking", "智慧停车")],
        queries=[("government_demands", "停车 诱导"), (CAPABILITIES, "停车收费")],
    )
)


def listings(typed: str, lists: frozenset[str] = frozenset(LISTS)) -> tuple[str, ...]:
    return SHELF.suggest(typed, lists).listings


@pytest.mark.parametrize(
    "typed",
    [
        "智慧停",
        "智慧停车",
        "停车",
        "停",
        "zhihui",
        "zhihuitingc",
        "tingche",
        "zhtc",
        "軟智慧停"[1:],
    ],
)
def test_titles_are_found_from_any_word_on_in_every_spelling(typed: str) -> None:
    assert set(listings(typed)) >= {"demand:2", "demand:1"}


def test_titles_come_in_their_order_and_from_the_lists_asked_for() -> None:
    assert listings("停车") == ("demand:2", "demand:1", "capability:1")
    assert listings("停车", DEMAND_LISTS) == ("demand:2", "demand:1")
    assert listings("停车", CAPABILITY_LISTS) == ("capability:1",)


def test_every_part_must_stand_in_a_title() -> None:
    assert listings("诱导 停车") == ("demand:2",)
    assert listings("GIS 停车") == ("capability:1",)
    assert listings("ai") == ("capability:1",)


def test_bodies_are_found_by_name_and_short_name() -> None:
    assert SHELF.suggest("市数据").bodies == SHELF.suggest("shujuju").bodies == (7,)
    assert SHELF.suggest("泊屿").bodies == (8,)


def test_terms_and_what_others_typed_are_suggested() -> None:
    found = SHELF.suggest("停车")
    assert [term.slug for term in found.terms] == ["parking"]
    assert found.queries == (("government_demands", "停车 诱导"), (CAPABILITIES, "停车收费"))
    assert SHELF.suggest("停车", CAPABILITY_LISTS).queries == ((CAPABILITIES, "停车收费"),)


@pytest.mark.parametrize("typed", ["", " ", "-停车", "。", "😀", "\x00", "量子"])
def test_what_says_nothing_or_is_unknown_gets_no_suggestion(typed: str) -> None:
    assert SHELF.suggest(typed) == Suggested()


def test_an_empty_shelf_suggests_nothing() -> None:
    assert Shelf().suggest("停车") == Suggested()


@given(st.text(st.sampled_from("停车智慧zhtc'\"-“” 。x5"), max_size=50))
def test_anything_typed_gets_few_suggestions(typed: str) -> None:
    found = SHELF.suggest(typed)
    assert max(len(found.bodies), len(found.terms), len(found.queries)) <= EACH
