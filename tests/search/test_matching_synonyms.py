"""Matches that only a synonym brings among the candidates."""

from datetime import date

import pytest

from search.engines.protocol import Engine
from search.matching import Matcher
from search.profiles import profile_of
from search.scorer import Scorer
from search.snapshot import take
from search.synonyms import NONE, Edge, Thesaurus, thesaurus_of
from tests.search.listings import NOW, capability, demand

pytestmark = pytest.mark.both

EDGES = thesaurus_of([Edge("窨井", "阴沟", 0.9), Edge("阴沟", "窨井", 0.9)])
ASKED = demand(1, "窨井", summary="窨井")
OFFERED = capability(2, "阴沟", summary="阴沟")
OTHERS = [capability(number, "海洋牧场") for number in range(3, 12)]


def matcher(engine: Engine, synonyms: Thesaurus) -> Matcher:
    engine.write([ASKED, OFFERED, *OTHERS])
    scorer = Scorer(take(map(profile_of, [ASKED, OFFERED, *OTHERS]), date(2026, 6, 1)))
    return Matcher(engine, scorer, synonyms=synonyms)


def candidates(found: Matcher) -> list[str]:
    return [match.key for match in found.ranked(ASKED, now=NOW)]


def test_a_synonym_brings_a_candidate_and_no_point(engine: Engine) -> None:
    plain, wide = matcher(engine, NONE), matcher(engine, EDGES)
    assert candidates(plain) == []
    assert candidates(wide) == [OFFERED.key]
    assert wide.score(ASKED, OFFERED) == plain.score(ASKED, OFFERED)
    assert [match.key for match in wide.ranked(OFFERED, now=NOW)] == [ASKED.key]


def test_an_explanation_names_the_synonym(engine: Engine) -> None:
    explained = matcher(engine, EDGES).explain(ASKED, OFFERED)
    assert [(one.asked, one.offered) for one in explained.synonyms] == [("窨井", "阴沟")]
    assert explained.to_dict()["synonyms"][0]["weight"] == 0.9
    assert explained.total == matcher(engine, NONE).explain(ASKED, OFFERED).total
