"""Synonyms with real rows, engines and processes."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client

from marketplace.core.refusals import Refusal
from marketplace.taxonomy.actions import approve_synonym, retire_synonym
from marketplace.taxonomy.models import Synonym, SynonymState
from search import past_queries, synonyms
from search.encoders.e5 import E5Encoder
from search.listing_search import ListQuery, search_listings
from search.models import SampleQuery, TypedQuery
from search.previewing import preview
from search.proposing import by_characters, by_meaning, propose
from tests.cms.lists import DEMANDS, demand, indexed, read
from tests.factories import UserFactory
from tests.processes import running
from tests.taxonomy.factories import approved, proposed

LIST = "government_demands"
A, B = "泊车墩", "停车桩子"


def found(text: str) -> list[int]:
    query = ListQuery(list_key=LIST, now=datetime.now(UTC), text=text)
    return list(search_listings(query).ids)


@pytest.mark.both
@pytest.mark.django_db
def test_a_search_finds_and_marks_the_other_wording_until_it_is_retired(client: Client, index):
    old = demand(f"路口{B}改造", summary="试点。")
    demand("海洋牧场", summary="试点。")
    indexed()
    assert found(A) == []
    synonym = approved(A, B)
    assert found(A) == [old.pk]
    assert f"<mark>{B}</mark>" in read(client, f"{DEMANDS}?q={A}")
    retire_synonym(synonym, by=UserFactory(staff=True))
    assert found(A) == []


@pytest.mark.both
@pytest.mark.django_db
def test_a_one_sided_edge_leads_one_way_and_a_loop_nowhere(index):
    one, two = demand(f"关于{A}"), demand(f"关于{B}")
    third = demand("关于拦车柱子")
    indexed()
    approved(A, B, both_ways=False)
    assert set(found(A)) == {one.pk, two.pk}
    assert found(B) == [two.pk]
    approved(B, "拦车柱子")
    approved("拦车柱子", A)
    assert set(found(B)) == {two.pk, third.pk}


@pytest.mark.both
@pytest.mark.django_db
def test_what_was_typed_comes_before_its_synonyms(index):
    other, own = demand(f"{B}改造"), demand(f"{A}改造")
    indexed()
    approved(A, B, weight="0.5")
    assert found(A) == [own.pk, other.pk]


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize("text", ["軟體", "資料開放", "雲端運算", "LLM", "充电设施", "UAV"])
def test_supplied_synonyms_find_the_wording_of_the_lists(text: str, index):
    titles = ("政务软件", "公共数据开放", "云计算迁移", "大模型问答", "充电桩", "无人机巡检")
    keys = {demand(title, summary="试点。", content="试点。").pk for title in titles}
    indexed()
    assert len(found(text)) >= 1
    assert set(found(text)) < keys


@pytest.mark.both
@pytest.mark.django_db
def test_a_preview_shows_the_hits_before_and_after_and_changes_nothing(index):
    row = demand(f"路口{B}改造", summary="试点。")
    indexed()
    SampleQuery.objects.create(list_key=LIST, text=f"新{A}")
    SampleQuery.objects.create(list_key=LIST, text="海洋牧场")
    synonym = proposed(A, B)
    seen = preview(synonym)
    by_text = {one.text: one for one in seen.changed if one.list_name}
    assert by_text[A].total_before == 0
    assert [(hit.key, hit.moved) for hit in by_text[A].after] == [(f"demand:{row.pk}", None)]
    assert "海洋牧场" not in by_text
    assert seen.replaced == ()
    assert found(A) == []
    ending = preview(approve_synonym(synonym, by=UserFactory(staff=True)))
    ended = {one.text: (one.total_before, one.total_after) for one in ending.changed}
    assert ended[A] == (1, 0)


@pytest.mark.django_db
def test_a_preview_is_shown_without_an_engine_and_says_so(client, index):
    client.force_login(UserFactory(staff=True))
    synonym = proposed(A, B)
    answer = client.get(f"/admin/synonyms/look/{synonym.pk}/")
    assert answer.status_code == 200
    assert answer.context["preview"] is None
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


@pytest.mark.django_db
def test_the_stamp_is_one_query_and_the_rows_are_read_when_it_changes(django_assert_num_queries):
    approved(A, B)
    synonyms.current()
    with django_assert_num_queries(1):
        synonyms.current()
    approved("窨井", "阴井")
    with django_assert_num_queries(2):
        synonyms.current()


@pytest.mark.django_db
def test_within_seconds_no_query_is_made(settings, django_assert_num_queries):
    synonyms.current()
    settings.SYNONYMS_SECONDS = 60.0
    with django_assert_num_queries(0):
        synonyms.current()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_another_process_works_by_a_synonym_within_five_seconds():
    synonym = proposed(A, B)
    with running("-m", "tests.search.watching", A) as process:
        process.wait_for("leads to []")
        approve_synonym(synonym, by=UserFactory(staff=True))
        process.wait_for(B, patience=5)
        retire_synonym(synonym, by=UserFactory(staff=True))
        process.wait_for("leads to []", patience=5)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_proposes():
    people = [UserFactory(staff=True) for _ in range(2)]
    start = threading.Barrier(2)
    refusals = []

    def act(person, pair):
        start.wait()
        try:
            proposed(*pair, by=person)
        except Refusal as refusal:
            refusals.append(refusal)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=act, args=(person, pair))
        for person, pair in zip(people, [(A, B), (B, A)], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert Synonym.objects.filter(state=SynonymState.PROPOSED).count() == 1


def typed(text: str, count: int = 3) -> None:
    for _ in range(count):
        past_queries.note(LIST, text, hits=0)
    past_queries.write()


@pytest.mark.django_db
def test_what_was_typed_in_vain_is_proposed_once_and_never_after_a_rejection():
    typed("渔排巡护小艇")
    nearest = by_characters(["渔排巡护艇", "海洋牧场"])
    assert propose(nearest, Synonym.Origin.QUERIES) == 1
    synonym = Synonym.objects.get(origin="queries")
    assert (synonym.wording, synonym.other) == ("渔排巡护小艇", "渔排巡护艇")
    assert (synonym.state, synonym.both_ways) == (SynonymState.PROPOSED, False)
    assert propose(nearest, Synonym.Origin.QUERIES) == 0
    synonym.state = SynonymState.REJECTED
    synonym.save()
    assert propose(nearest, Synonym.Origin.QUERIES) == 0


@pytest.mark.django_db
def test_nothing_is_proposed_where_nothing_is_near_or_few_typed_it():
    typed("渔排巡护小艇", count=2)
    assert propose(by_characters(["渔排巡护艇"]), "queries") == 0
    typed("渔排巡护小艇")
    assert propose(by_characters(["海洋牧场"]), "queries") == 0
    assert propose(by_characters([]), "queries") == 0
    assert TypedQuery.objects.get().count == 5


_WORDS = (
    "摄像头 车位 水质 泄漏 电梯 围栏 医院 校园 桥梁 边坡 管网 泵站 雷达 无人机 充电桩 "
    "储能 光伏 电池 氢能 风速 海浪 渔业 养殖 船舶 码头 集装箱 仓库 物流 报关 票据 发票 "
    "合同 档案 文书 热线 网格 社区 养老 护理 病历 影像 处方 药品 器械 检验 课程 教师 图书 "
    "文物 戏曲 展馆 酒店 导览 民宿 机器人 机床 焊接 模具 涂层 薄膜"
)
KNOWN = _WORDS.split()


@pytest.mark.django_db
def test_an_encoder_proposes_a_near_word_and_nothing_where_all_are_equally_far():
    model = E5Encoder()
    nearest = by_meaning(KNOWN, model)
    assert {wording: nearest(wording) for wording in ("轮船", "火锅", "彩票")} == {
        "轮船": "船舶",
        "火锅": "",
        "彩票": "",
    }
    typed("轮船")
    assert propose(nearest, Synonym.Origin.ENCODER) == 1
    assert Synonym.objects.get(origin="encoder").other == "船舶"
    assert by_meaning(KNOWN[:3], model)("轮船") == ""


@pytest.mark.django_db
def test_a_wording_that_a_synonym_helps_is_not_proposed_for():
    typed(A)
    approved(A, B)
    assert propose(by_characters([f"{A}子"]), "queries") == 0
