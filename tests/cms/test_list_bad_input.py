"""Addresses that grew old or were made up: the list opens, and says what it left out."""

import pytest
from django.test import Client

from tests.cms.lists import DEMANDS, demand, indexed, read, titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "facet",
    [
        "industry",
        "domain",
        "district",
        "park",
        "opens",
        "state",
        "mode",
        "path",
        "budget",
        "deadline",
    ],
)
def test_an_unknown_value_is_told_beside_its_facet_and_left_out(
    client: Client, index: None, facet: str
):
    demand("积水预报")
    indexed()
    text = read(client, f"{DEMANDS}?{facet}=does-not-exist")
    assert titles(text) == ["积水预报"]
    fieldset = text.partition(f'aria-describedby="ignored-{facet}"')[2].partition("</fieldset>")[0]
    assert "“does-not-exist”不在可选范围内，已忽略。" in fieldset


def test_a_known_value_beside_an_unknown_one_still_counts(client: Client, index: None):
    demand("交通的", domains=["traffic"])
    demand("医疗的", domains=["medical"])
    indexed()
    assert titles(read(client, f"{DEMANDS}?domain=traffic&domain=nope")) == ["交通的"]


@pytest.mark.parametrize("query", ["sort=sideways", "batch=999999", "batch=x"])
def test_an_unknown_order_or_batch_is_told_above_the_results(
    client: Client, index: None, query: str
):
    demand("积水预报")
    indexed()
    text = read(client, f"{DEMANDS}?{query}")
    assert titles(text) == ["积水预报"]
    assert f"“{query.partition('=')[2]}”不在可选范围内，已忽略。" in text


@pytest.mark.parametrize("page", ["1000000000", "99999999999999999999", "-3", "0", "x", "²", ""])
def test_any_page_number_opens(client: Client, index: None, page: str):
    demand("积水预报")
    indexed()
    assert titles(read(client, f"{DEMANDS}?page={page}")) == ["积水预报"]


def test_a_page_beyond_an_empty_list_helps(client: Client, index: None):
    indexed()
    text = read(client, f"{DEMANDS}?page=1000000000")
    assert "还没有这样的需求" in text


def test_a_text_of_five_thousand_characters_is_cut_and_told(client: Client, index: None):
    demand("积水预报")
    indexed()
    text = read(client, f"{DEMANDS}?q={'积水' * 2500}")
    assert "只按前 100 个字查找" in text
    assert "积水" * 51 not in text


@pytest.mark.parametrize(
    "typed",
    ["%00", "<script>alert(1)</script>", "🚤🌊", "ＡＩ　预警", "'; DROP TABLE--", "%", "_", "   "],
)
@pytest.mark.parametrize("engine", [True, False])
def test_odd_texts_open_a_list_and_are_shown_as_text(
    client: Client, index: None, typed: str, engine: bool
):
    demand("积水预报")
    if engine:
        indexed()
    response = client.get(DEMANDS, {"q": typed.replace("%00", "\x00")})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_repeated_and_empty_parameters_open_a_list(client: Client, index: None):
    demand("积水预报", domains=["traffic"])
    indexed()
    query = "q=&q=&domain=&domain=traffic&domain=traffic&sort=&batch=&page=&unknown=1"
    assert titles(read(client, f"{DEMANDS}?{query}")) == ["积水预报"]
