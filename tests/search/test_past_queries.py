"""What was typed, counted without a trace of who typed it."""

from datetime import timedelta

import pytest
from django.core.signals import request_finished

from marketplace.core import clock
from search import past_queries
from search.models import TypedQuery
from tests.cms.lists import DEMANDS, demand, indexed, read

pytestmark = pytest.mark.django_db

LIST = "capabilities"


@pytest.fixture(autouse=True)
def _nothing_counted():
    past_queries.write()
    TypedQuery.objects.all().delete()


def typed(text: str, count: int = 1, hits: int = 0) -> None:
    for _ in range(count):
        past_queries.note(LIST, text, hits=hits)
    past_queries.write()


@pytest.mark.both
def test_the_same_text_is_counted_in_one_row_however_it_is_written():
    typed("窨井 偷盗", count=2)
    typed(" 窨井  偷盗 ", hits=4)
    row = TypedQuery.objects.get()
    assert (row.text, row.count, row.hits) == ("窨井 偷盗", 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "水",
        "。！",
        "13812345678",
        "138 1234 5678",
        "a@b.example",
        "9135020000000000XX",
        "水" * 41,
    ],
)
def test_what_may_be_somebodys_data_is_not_kept(text):
    typed(text, count=5)
    assert not TypedQuery.objects.exists()


def test_what_few_typed_is_shown_to_nobody():
    typed("张三丰", count=past_queries.SHOWN_FROM - 1)
    typed("窨井偷盗", count=past_queries.SHOWN_FROM)
    assert [row.text for row in past_queries.unanswered()] == ["窨井偷盗"]


def test_texts_with_and_without_hits_are_told_apart():
    typed("泵站", count=4, hits=7)
    typed("窨井偷盗", count=3)
    assert [row.text for row in past_queries.answered(LIST)] == ["泵站"]
    assert not past_queries.answered("government_demands").exists()


def test_counting_makes_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        past_queries.note(LIST, "泵站", hits=1)
        request_finished.send(sender=None)


def test_a_process_writes_when_it_has_waited_long_enough(settings):
    past_queries.note(LIST, "泵站", hits=1)
    settings.TYPED_QUERIES_SECONDS = 0.0
    past_queries.write_if_due()
    assert TypedQuery.objects.get().count == 1


def test_a_flood_of_texts_is_bounded():
    for number in range(700):
        past_queries.note(LIST, f"泵站{number}号", hits=0)
    past_queries.write()
    assert TypedQuery.objects.count() == 500


def test_a_list_counts_what_is_typed_and_not_what_filters_hide(client, index):
    demand("老城区积水预报")
    indexed()
    for address in ("?q=窨井偷盗", "?q=积水", "?q=泵站&domain=parking", "?q=泵站&page=2"):
        read(client, f"{DEMANDS}{address}")
    past_queries.write()
    found = set(TypedQuery.objects.values_list("list_key", "text", "hits"))
    assert found == {("government_demands", "窨井偷盗", 0), ("government_demands", "积水", 1)}


def test_rare_and_old_texts_are_forgotten():
    typed("泵站", count=5, hits=1)
    typed("窨井偷盗", count=1)
    typed("窨井", count=5)
    old = clock.now() - timedelta(days=31)
    TypedQuery.objects.filter(text="窨井偷盗").update(last_seen=old)
    TypedQuery.objects.filter(text="窨井").update(last_seen=old - timedelta(days=150))
    past_queries.forget_old()
    assert [row.text for row in TypedQuery.objects.all()] == ["泵站"]
