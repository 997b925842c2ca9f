"""Texts cut at their marks lose nothing but what is left out on purpose."""

from datetime import date

from marketplace.portal.originals import Original, Side, originals
from search.documents import ListingDocument
from search.explanation import Explanation, Point, Span, explain
from search.profiles import profile_of
from search.scorer import Scorer
from search.snapshot import take
from tests.search.listings import FLOOD, FORECAST, FRAUD, GAME, PARKING, demand


def scorer() -> Scorer:
    listings = (FLOOD, FORECAST, FRAUD, PARKING, GAME)
    return Scorer(take(map(profile_of, listings), date(2026, 6, 1)))


def texts(parts: list[Original]) -> list[str]:
    return ["".join(one.text for one in part.stretches) for part in parts]


def explained(*points: tuple[str, Point]) -> Explanation:
    """Return an explanation with nothing but points of a kind."""
    found = explain(FLOOD, FORECAST, scorer=scorer())
    kinds = {
        kind: tuple(point for name, point in points if name == kind)
        for kind in ("covered", "partly", "missing")
    }
    return Explanation(**{name: getattr(found, name) for name in Explanation.__slots__} | kinds)


def point(number: int, *spans: tuple[int, int], other: tuple[Span, ...] = ()) -> Point:
    mine = tuple(Span("summary", start, end) for start, end in spans)
    return Point(number, "x", 0.1, mine, other)


def marked(document: ListingDocument, explanation: Explanation, side: Side = "demand") -> list:
    first = originals(document, explanation, side=side)[0]
    return [(one.text, one.mark and (one.mark.kind, one.mark.numbers)) for one in first.stretches]


def test_the_stretches_of_a_text_are_the_text() -> None:
    found = explain(FLOOD, FORECAST, scorer=scorer())
    assert texts(originals(FLOOD, found, side="demand"))[0] == FLOOD.summary
    assert texts(originals(FORECAST, found, side="capability"))[:2] == [
        FORECAST.summary,
        FORECAST.body,
    ]


def test_a_mark_covers_exactly_the_words_of_its_span() -> None:
    text = demand(7, summary="一二𠮷四五六七八")
    assert marked(text, explained(("covered", point(1, (2, 4))))) == [
        ("一二", None),
        ("𠮷四", ("covered", (1,))),
        ("五六七八", None),
    ]


def test_marks_that_overlap_become_one_with_both_numbers() -> None:
    text = demand(7, summary="一二三四五六七八")
    found = explained(("covered", point(1, (0, 3))), ("missing", point(2, (2, 5))))
    assert marked(text, found) == [("一二三四五", ("covered", (1, 2))), ("六七八", None)]


def test_marks_that_touch_stay_two() -> None:
    text = demand(7, summary="一二三四")
    found = explained(("covered", point(1, (0, 2))), ("partly", point(2, (2, 4))))
    assert marked(text, found) == [("一二", ("covered", (1,))), ("三四", ("partly", (2,)))]


def test_only_the_first_mark_of_a_point_leads_to_its_partner() -> None:
    text = demand(7, summary="水位与水位")
    found = explained(("covered", point(3, (0, 2), (3, 5), other=(Span("summary", 0, 2),))))
    marks = [one.mark for one in originals(text, found, side="demand")[0].stretches if one.mark]
    assert [(mark.fresh, mark.partner) for mark in marks] == [((3,), 3), ((), 0)]
    assert (marks[0].side, marks[0].other) == ("d", "c")


def test_a_point_whose_partner_is_not_shown_is_no_link() -> None:
    text = demand(7, summary="泵站联动")
    missing = explained(("missing", point(4, (0, 2))))
    titled = explained(("covered", point(4, (0, 2), other=(Span("title", 0, 2),))))
    for found in (missing, titled):
        mark = originals(text, found, side="demand")[0].stretches[0].mark
        assert mark is not None
        assert (mark.fresh, mark.partner) == ((4,), 0)


def test_a_long_stretch_without_marks_keeps_its_edges() -> None:
    text = demand(7, summary="甲乙" + "丙" * 500 + "丁戊")
    shown = marked(
        text,
        explained(
            (
                "covered",
                point(1, (0, 2)),
            ),
            ("covered", point(2, (502, 504))),
        ),
    )
    assert shown[0][0] == "甲乙"
    assert shown[-1][0] == "丁戊"
    assert " …… " in shown[1][0]
    assert len(shown[1][0]) < 200


def test_background_without_a_mark_is_left_out() -> None:
    text = demand(7, summary="水位", body="正文", context="背景")
    found = originals(text, explained(("covered", point(1, (0, 2)))), side="demand")
    assert texts(found) == ["水位", "正文"]
