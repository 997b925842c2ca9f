"""A listing as passages and windows."""

from itertools import pairwise

from search.passages import LONGEST, MOST, MOST_WINDOWS, WINDOW, passages, text_digest, windows
from tests.search.listings import FLOOD, capability

LONG = "".join(
    f"第{number}项，建设覆盖全区的监测站点并接入平台，按月交付成果。" for number in range(200)
)


def test_passages_end_at_clause_borders_and_keep_their_subject() -> None:
    first, second = (
        "整合路内泊位与公共停车场的空闲资源。",
        "建设统一的停车诱导与无感支付平台；支持违停管理。",
    )
    found = passages(capability(1, "智慧停车", body=first + second))
    assert [one.text for one in found] == [
        "智慧停车",
        f"智慧停车。{first}建设统一的停车诱导与无感支付平台;",
        "智慧停车。支持违停管理。",
    ]


def test_passages_say_where_they_stand() -> None:
    for passage in passages(FLOOD):
        part = getattr(FLOOD, passage.part)
        assert part[passage.start : passage.end].strip()
        assert passage.end - passage.start <= LONGEST


def test_a_long_listing_is_covered_to_its_end() -> None:
    found = [passage for passage in passages(capability(1, body=LONG)) if passage.part == "body"]
    assert len(found) <= MOST
    assert found[0].start == 0
    assert found[-1].end == len(LONG)
    assert all(one.end == following.start for one, following in pairwise(found))


def test_a_text_without_borders_is_cut_all_the_same() -> None:
    found = passages(capability(1, body="长" * 10_000))
    assert found[-1].end == 10_000
    assert len(found) <= MOST + 1


def test_what_holds_no_word_is_no_passage() -> None:
    assert passages(capability(1, "", body="。。。！！\n——🙂")) == ()
    assert windows(capability(1, "", body="。。。！！\n——🙂")) == ()


def test_a_short_listing_is_one_window_and_a_long_one_is_read_evenly() -> None:
    assert windows(capability(1, "智慧停车", body="停车诱导。")) == ("智慧停车。停车诱导。",)
    found = windows(capability(1, "智慧停车", body=LONG))
    assert len(found) == MOST_WINDOWS
    assert all(len(window) <= WINDOW + len("智慧停车。") for window in found)
    assert "第0项" in found[0]
    assert "第15" in found[-1]


def test_a_digest_follows_the_text_and_nothing_else() -> None:
    one = capability(1, body="停车诱导。")
    assert text_digest(one) == text_digest(capability(2, body="停车诱导。", owner="9", version=7))
    assert text_digest(one) != text_digest(capability(1, body="停车引导。"))
