"""Synonyms in matches."""

from dataclasses import replace

from search.synonyms import NONE, Edge, thesaurus_of
from search.widening import UsedSynonym, used_between, widen
from tests.search.listings import FLOOD, FORECAST, capability, demand

THESAURUS = thesaurus_of(
    [
        Edge("视频监控", "安防探头", 0.8, pk=1),
        Edge("积水", "内涝", 0.9, pk=2),
        Edge("内涝", "积水", 0.9, pk=2),
    ]
)
WORDS = (("积水", 2.0), ("视频", 1.0), ("监控", 0.5))
LETTERS = (("积", 1.0), ("水", 1.5), ("视", 0.4))


def test_synonyms_come_behind_what_is_asked_for_with_less_weight():
    words, characters = widen(WORDS, LETTERS, synonyms=THESAURUS)
    assert words[:3] == WORDS
    assert dict(words)["内涝"] == 2.0 * 0.9
    assert dict(words)["探头"] == 1.0 * 0.8
    assert dict(characters)["涝"] == 1.5 * 0.9
    assert dict(characters)["水"] == 1.5


def test_a_wording_counts_only_where_all_its_words_are_asked_for():
    words, _characters = widen((("视频", 1.0),), (), synonyms=THESAURUS)
    assert words == (("视频", 1.0),)


def test_without_synonyms_nothing_changes():
    assert widen(WORDS, LETTERS, synonyms=NONE) == (WORDS, LETTERS)


def test_what_was_added_is_bounded():
    many = thesaurus_of(
        Edge(f"词{n}", f"涝{n}{m}号", 0.9, pk=n) for n in range(40) for m in range(8)
    )
    asked = tuple((word, 1.0) for word in many.by_first)
    words, _characters = widen(asked, (), synonyms=many)
    assert len(words) <= len(asked) + 24


def test_the_synonyms_that_join_a_pair_are_listed():
    asked = demand(8, "路口视频监控与积水")
    offered = capability(8, "安防探头，可见内涝")
    assert used_between(asked, offered, synonyms=THESAURUS) == (
        UsedSynonym("视频监控", "安防探头", "same", 0.8),
        UsedSynonym("积水", "内涝", "same", 0.9),
    )


def test_what_stands_there_in_the_same_wording_needs_no_synonym():
    assert used_between(FLOOD, replace(FORECAST, summary="积水与内涝"), synonyms=THESAURUS) == ()
