from datetime import date

from search.profiles import profile_of
from search.snapshot import from_bytes, take
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
