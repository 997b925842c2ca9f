"""What both engines find by the language of the search box."""

import pytest

from search.documents import DEMAND_LISTS
from search.engines.protocol import Engine, ListSearch, Sort
from search.queries import text_query
from search.synonyms import NONE
from search.vocabulary import Vocabulary
from tests.search.listings import NOW, demand

pytestmark = pytest.mark.both


def found(engine: Engine, typed: str, **options) -> tuple[str, ...]:
    asked = ListSearch(lists=DEMAND_LISTS, now=NOW, text=text_query(typed), **options)
    return engine.search(asked).keys


def test_a_phrase_stands_in_line_or_not_at_all(engine: Engine) -> None:
    engine.write([demand(1, "泵站联动控制"), demand(2, "联动泵站"), demand(3, "泵站与联动")])
    assert found(engine, "“泵站联动”") == ("demand:1",)
    assert set(found(engine, "泵站 联动")) >= {"demand:1", "demand:2", "demand:3"}


def test_what_is_excluded_stands_in_no_hit(engine: Engine) -> None:
    engine.write([demand(1, "泵站巡检"), demand(2, "泵站无人机巡检"), demand(3, "港口调度")])
    assert found(engine, "泵站 -无人机") == ("demand:1",)
    assert set(found(engine, "-无人机")) == {"demand:1", "demand:3"}
    assert set(found(engine, "-“无人机巡检” －港口")) == {"demand:1"}
    assert found(engine, "-无人机", sort=Sort.NEWEST) == ("demand:1", "demand:3")


def test_a_code_is_exact_and_its_holders_come_first(engine: Engine) -> None:
    engine.write(
        [
            demand(1, "视频泊位", body="按GB/T 28181接入泊位视频，泊位、岸线、引航、潮位、锚地。"),
            demand(
                2, "泊位岸线引航潮位锚地", body="按GB/T 28182接入泊位、岸线、引航、潮位、锚地。"
            ),
            demand(3, "符合ISO27001", body="企业。"),
            demand(4, "泊位", names="91350200MA31AB2C3D"),
        ]
    )
    assert found(engine, "GB/T 28181") == found(engine, "ｇｂ／ｔ２８１８１") == ("demand:1",)
    assert found(engine, "泊位 岸线 引航 潮位 锚地 GB/T28181")[0] == "demand:1"
    assert found(engine, "iso 27001") == ("demand:3",)
    assert found(engine, "91350200ma31ab2c3d") == ("demand:4",)
    assert found(engine, "xq-2026-0002")[0] == "demand:2"


def test_a_name_with_a_sign_finds_no_other(engine: Engine) -> None:
    engine.write(
        [
            demand(1, "C语言固件"),
            demand(2, "C++固件"),
            demand(3, "C#固件"),
            demand(4, ".NET与C/C++"),
        ]
    )
    assert set(found(engine, "C++")) == {"demand:2", "demand:4"}
    assert found(engine, "C#") == ("demand:3",)
    assert set(found(engine, "C")) == {"demand:1", "demand:4"}
    assert found(engine, ".net") == ("demand:4",)
    assert found(engine, "NET") == ()
    assert set(found(engine, "固件 -C++")) == {"demand:1", "demand:3"}
    assert set(found(engine, "固件 -.NET")) == {"demand:1", "demand:2", "demand:3"}


def test_letters_find_what_they_spell(engine: Engine) -> None:
    engine.write([demand(1, "智慧停车诱导"), demand(2, "港口调度", names="厦门市数据管理局")])
    words = Vocabulary({"智慧停车": 1}, [("厦门市数据管理局", ())])

    def typed(text: str) -> tuple[str, ...]:
        asked = text_query(text, NONE, vocabulary=words)
        return engine.search(ListSearch(lists=DEMAND_LISTS, now=NOW, text=asked)).keys

    assert typed("zhihuitingche") == typed("zhtc") == ("demand:1",)
    assert typed("市数据局") == ("demand:2",)
