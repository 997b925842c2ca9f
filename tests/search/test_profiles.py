import json
from dataclasses import replace

from search import documents, profiles
from search.profiles import analyse, profile_of
from tests.search.listings import FLOOD, FORECAST, capability


def test_a_digest_speaks_of_everything_but_the_version() -> None:
    assert replace(FLOOD, version=9).digest == FLOOD.digest
    assert replace(FLOOD, visible=False).digest != FLOOD.digest
    assert replace(FLOOD, summary="").digest != FLOOD.digest


def test_documents_and_profiles_come_back_from_json() -> None:
    assert documents.from_json(json.loads(FLOOD.to_json())) == FLOOD
    profile = profile_of(FLOOD)
    assert profiles.from_json(profile.to_json()) == profile


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
