"""The supplied synonyms."""

from collections import Counter

import pytest

from marketplace.taxonomy.actions import retire_synonym
from marketplace.taxonomy.loading import read_terms
from marketplace.taxonomy.models import Synonym, SynonymStamp, SynonymState
from marketplace.taxonomy.seeds import load_synonyms, read_seeds
from marketplace.taxonomy.wordings import Meaning, read
from search import text
from tests.factories import UserFactory

SEEDS = list(read_seeds())
FIELDS = {term["name"] for name in ("Industry", "Domain") for term in read_terms(name)}


def test_there_are_hundreds_and_of_every_kind():
    counts = Counter(seed.kind for seed in SEEDS)
    assert len(SEEDS) >= 400
    assert set(counts) == set(Synonym.Kind.values)
    assert min(counts.values()) >= 50


def test_no_pair_stands_twice_and_none_is_of_one_wording():
    pairs = Counter(seed.pair for seed in SEEDS)
    assert [pair for pair, count in pairs.items() if count > 1] == []
    assert [pair for pair in pairs if len(pair) == 1] == []


@pytest.mark.parametrize("name", ["wording", "other"])
def test_each_wording_is_words_that_mean_something(name):
    for seed in SEEDS:
        wording = getattr(seed, name)
        meaning = read(wording).meaning
        is_free = seed.kind == "strait" or {seed.wording_key, seed.other_key} & FIELDS
        assert text.cut(wording).units, wording
        assert meaning is Meaning.OWN or (is_free and meaning is Meaning.GENERIC), wording


def test_a_key_is_its_own_normal_form():
    for seed in SEEDS:
        assert read(seed.wording_key).key == seed.wording_key
        assert read(seed.other_key).key == seed.other_key


def test_what_is_broader_leads_one_way_and_counts_less():
    for seed in SEEDS:
        if seed.kind == "broader":
            assert not seed.both_ways
            assert seed.weight <= 0.6, seed


@pytest.mark.both
@pytest.mark.django_db
def test_migrate_has_loaded_them_as_approved():
    seeds = Synonym.objects.filter(origin="seed")
    assert seeds.count() == len(SEEDS)
    assert set(seeds.values_list("state", flat=True)) == {SynonymState.APPROVED}
    assert SynonymStamp.objects.get().value


@pytest.mark.both
@pytest.mark.django_db
def test_loading_again_keeps_what_staff_decided():
    synonym = Synonym.objects.filter(origin="seed").latest("pk")
    retire_synonym(synonym, by=UserFactory(staff=True))
    Synonym.objects.filter(origin="seed").earliest("pk").delete()
    load_synonyms()
    synonym.refresh_from_db()
    assert synonym.state == SynonymState.RETIRED
    assert Synonym.objects.count() == len(SEEDS)


@pytest.mark.django_db
def test_loading_again_asks_little_and_changes_no_stamp(django_assert_max_num_queries):
    before = SynonymStamp.objects.get().value
    with django_assert_max_num_queries(4):
        load_synonyms()
    assert SynonymStamp.objects.get().value == before
