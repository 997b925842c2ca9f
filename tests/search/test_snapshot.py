import gzip
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search import statistics
from search.engines.embedded_builds import EmbeddedBuilds
from search.marks import Mark
from search.models import Statistics
from search.profiles import profile_of
from search.snapshot import KIND, from_bytes, take
from tests.search.listings import FLOOD, FORECAST, FRAUD, GAME

DAY = date(2026, 11, 24)
PROFILES = [profile_of(document) for document in (FLOOD, FORECAST, FRAUD, GAME)]


def test_the_same_listings_give_the_same_file_in_any_order() -> None:
    assert take(PROFILES, DAY).to_bytes() == take(PROFILES[::-1], DAY).to_bytes()


def test_other_listings_or_another_day_give_another_id() -> None:
    ids = {take(PROFILES, DAY).id, take(PROFILES[1:], DAY).id, take(PROFILES, date(2026, 1, 1)).id}
    assert len(ids) == 3


def test_a_snapshot_comes_back_from_its_file() -> None:
    snapshot = take(PROFILES, DAY)
    assert from_bytes(snapshot.to_bytes()) == snapshot
    assert snapshot.documents == 4


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    snapshot = take(PROFILES, DAY)
    assert snapshot.word_rarity("游戏") > snapshot.word_rarity("城市")
    assert snapshot.word_rarity("从未见过") > snapshot.word_rarity("游戏")
    assert snapshot.character_rarity("戏") > snapshot.character_rarity("市")


@pytest.mark.django_db
def test_statistics_of_an_older_kind_are_taken_anew(tmp_path: Path) -> None:
    engine = EmbeddedBuilds(tmp_path).create("one")
    engine.write([FLOOD, FORECAST])
    engine.set_mark(Mark())
    name = statistics.renew(engine)
    assert not statistics.are_stale(engine)
    content = gzip.decompress(bytes(Statistics.objects.get(pk=name).content)).decode()
    older = from_bytes(gzip.compress(content.replace(KIND, "1-before").encode()))
    assert older.kind == "1-before"
    Statistics.objects.create(pk=older.id, content=older.to_bytes(), documents=2, as_of=older.as_of)
    engine.set_mark(replace(engine.mark(), statistics=older.id))
    assert statistics.are_stale(engine)
    statistics.renew(engine)
    assert statistics.scorer_of(engine).snapshot.kind == KIND
    assert not statistics.are_stale(engine)
