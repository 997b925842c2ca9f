"""The files from which `migrate` loads, compared with what the plan and the standards say."""

import re
from pathlib import Path

import pytest

from marketplace.taxonomy.loading import FIXTURES, read_activities, read_terms

SPRITE = Path("static/img/icons.svg")

# 专栏6 of the plan, in its order.
BOX_6 = [
    "厦门科学城",
    "同翔高新城",
    "软件园",
    "火炬（翔安）产业区",
    "湖里东部科技创新园",
    "海沧南部工业组团",
    "马銮湾智慧产业组团",
    "厦门生物医药港",
    "翔安数字经济产业园",
    "同安工业集中区",
    "新阳工业区",
    "同安凤南高端制造业基地",
    "厦门势拓稀土永磁电机产业园",
    "翔安工业集中区",
    "龙山文创区",
    "厦门影视拍摄基地",
    "黄厝影视小镇",
    "厦门海洋高新产业园",
    "航空工业园",
    "机械工业集中区",
]

# Parks that chapter 5 names beyond the box.
CHAPTER_5 = [
    "火炬园",
    "湖里创新园",
    "集美北部工业区",
    "五缘湾健康组团",
    "同翔东寮片区",
    "轻工食品工业区",
    "杏北工业组团",
    "沙坡尾海洋文化创意街区",
]

FIELDS = {
    "新一代信息技术": "新型显示 下一代信息网络设备 集成电路 物联网 人工智能 大数据 云计算 区块链",
    "生物医药与健康": "新药 高性能医疗器械 智慧医疗健康服务 功能性食品 数字健康器材设备",
    "新材料与新能源": "特种金属材料 新能源材料 新型高分子及复合材料 先进碳材料 清洁能源",
    "数字创意": "动漫游戏 影视创制 创意设计 数字文化服务",
    "海洋高新": "海洋高端装备与材料 海洋生物科技 海洋新兴服务",
    "未来赛道": "柔性电子 第三代半导体 航空航天 智能制造装备 精准医疗 绿色低碳技术",
}


def test_each_park_of_box_6_is_there_in_its_order():
    assert [park["name"] for park in read_terms("Park")][: len(BOX_6)] == BOX_6


def test_each_further_park_of_chapter_5_is_there():
    assert [park["name"] for park in read_terms("Park")][len(BOX_6) :] == CHAPTER_5


def test_a_park_lies_in_known_districts_and_focuses_on_known_industries():
    districts = {term["slug"] for term in read_terms("District")}
    industries = {term["slug"] for term in read_terms("Industry")}
    for park in read_terms("Park"):
        assert park["districts"], park["name"]
        assert set(park["districts"]) <= districts, park["name"]
        assert park["focus"], park["name"]
        assert set(park["focus"]) <= industries, park["name"]


def test_industries_are_the_five_and_x_with_the_plans_fields_in_order():
    terms = read_terms("Industry")
    tops = [term for term in terms if "parent" not in term]
    found = {
        top["name"]: " ".join(term["name"] for term in terms if term.get("parent") == top["slug"])
        for top in tops
    }
    assert found == FIELDS
    assert list(found) == list(FIELDS)


def test_fields_stand_behind_their_industry_in_one_flat_order():
    terms = read_terms("Industry")
    orders = [term["sort_order"] for term in terms]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)


def test_there_are_six_districts_with_codes_of_xiamen():
    codes = {term["name"]: term["code"] for term in read_terms("District")}
    assert codes == {
        "思明区": "350203",
        "海沧区": "350205",
        "湖里区": "350206",
        "集美区": "350211",
        "同安区": "350212",
        "翔安区": "350213",
    }


def test_there_are_six_kinds_of_resource_and_sixteen_domains():
    assert [term["slug"] for term in read_terms("ResourceKind")] == [
        "data",
        "resource",
        "institution",
        "licence",
        "fund",
        "venue",
    ]
    assert len(read_terms("Domain")) == 16


@pytest.mark.parametrize("model", FIXTURES)
def test_slugs_and_names_of_a_vocabulary_stand_once(model):
    terms = read_terms(model)
    assert len({term["slug"] for term in terms}) == len(terms)
    assert len({term["name"] for term in terms}) == len(terms)
    assert all(term["name_en"] for term in terms)


@pytest.mark.parametrize("model", ["Industry", "Domain", "ResourceKind", "Park"])
def test_each_term_says_what_it_means(model):
    assert [term["slug"] for term in read_terms(model) if not term.get("description")] == []


def test_icons_exist_in_the_sprite():
    known = set(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text(encoding="utf-8")))
    used = {term["icon"] for model in ("Domain", "ResourceKind") for term in read_terms(model)}
    assert used <= known


def test_gb_t_4754_has_all_rows_of_its_four_levels():
    lengths = [len(row["code"]) for row in read_activities()]
    assert {length: lengths.count(length) for length in set(lengths)} == {
        1: 20,
        2: 97,
        3: 473,
        4: 1381,
    }


def test_each_activity_has_its_parent_one_level_up():
    rows = read_activities()
    codes = {row["code"] for row in rows}
    for row in rows:
        code, parent = row["code"], row["parent"]
        if len(code) == 1:
            assert parent == ""
        else:
            assert parent in codes
            assert len(parent) == len(code) - 1
            assert len(code) == 2 or code.startswith(parent)


def test_a_group_with_one_class_has_the_name_of_the_class():
    names = {row["code"]: row["name"] for row in read_activities()}
    assert names["061"] == names["0610"] == "烟煤和无烟煤开采洗选"
    assert names["374"] == "航空、航天器及设备制造"
    assert names["3741"] == "飞机制造"
