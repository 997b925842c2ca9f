import json
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search import documents
from search.packing import CHARACTER, WORD, Shelf, pack, token_id
from search.profiles import analyse, profile_of
from tests.search.listings import FLOOD, FORECAST, GAME, capability


def test_a_digest_speaks_of_everything_but_the_version() -> None:
    assert replace(FLOOD, version=9).digest == FLOOD.digest
    assert replace(FLOOD, visible=False).digest != FLOOD.digest
    assert replace(FLOOD, summary="").digest != FLOOD.digest


def test_documents_come_back_from_json() -> None:
    assert documents.from_json(json.loads(FLOOD.to_json())) == FLOOD


def test_a_profile_says_what_its_bytes_hold() -> None:
    profile = profile_of(replace(FORECAST, version=7))
    assert (profile.key, profile.version) == ("capability:1", 7)
    assert profile.words["泵站"] == 1
    assert profile.characters.get("戏", 0) == 0
    assert sum(profile.words[word] for word in profile.words) == profile.word_count
    assert sum(map(profile.characters.__getitem__, profile.characters)) == profile.character_count
    assert profile.names("qualifications") == FORECAST.qualifications
    assert profile.column("budget_low") == FORECAST.budget_low


def test_a_shelf_holds_each_listing_in_its_place() -> None:
    listings = (FLOOD, FORECAST, replace(GAME, visible=False), capability(77, ""))
    shelf = Shelf([profile_of(one).packed for one in listings])
    assert shelf.keys() == [one.key for one in listings]
    for row, one in enumerate(listings):
        alone = profile_of(one).shelf.columns
        mine = shelf.columns.rows == row
        assert shelf.columns.tokens(np.flatnonzero(mine)).tolist() == alone.tokens().tolist()
        assert shelf.columns.counts[mine].tolist() == alone.counts.tolist()
    assert shelf.visible().keys() == ["demand:1", "capability:1", "capability:77"]


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 90_000), max_size=9))
def test_a_word_and_a_character_of_the_same_text_are_told_apart(counts: dict[str, int]) -> None:
    packed = pack(GAME, words=counts, characters=dict.fromkeys(counts, 1))
    columns = Shelf([packed]).columns
    held = dict(zip(columns.tokens().tolist(), columns.counts.tolist(), strict=True))
    assert columns.tokens().tolist() == sorted(held)
    for name, count in counts.items():
        assert held[token_id(WORD, name)] == min(count, 255)
        assert held[token_id(CHARACTER, name)] == 1


def test_places_numbers_and_form_words_are_never_asked_for() -> None:
    terms = profile_of(capability(1, "厦门思明区36处的水位监测", body="位于软件园")).terms
    assert set(terms) == {"处", "水位", "监测"}


def test_a_title_weighs_more_than_the_background() -> None:
    terms = profile_of(capability(1, "泵站", context="窨井")).terms
    assert terms["泵站"] == 4 * terms["窨井"]


def test_no_phrase_runs_from_one_part_into_the_next() -> None:
    fields = analyse(capability(1, "供水", summary="位监测")).fields
    assert "水 ∅ 位" in fields["characters"]


def test_every_text_field_holds_a_token() -> None:
    empty = analyse(documents.withdrawn("demand:1", "government_demands", version=2)).fields
    assert all(value.split() for value in empty.values())


def test_names_are_searched_and_not_compared() -> None:
    named = replace(FORECAST, names="鹭潮水科技有限公司")
    assert "鹭" in analyse(named).fields["name_characters"]
    assert profile_of(named) == profile_of(FORECAST)
