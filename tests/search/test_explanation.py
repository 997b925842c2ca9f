import json
from dataclasses import replace
from datetime import UTC, datetime

from marketplace.listings.gates import Answer, Gate
from search.documents import ListingDocument
from search.explanation import Explanation, Point, explain
from search.profiles import profile_of
from search.scorer import Scorer
from search.snapshot import take
from tests.search.listings import FLOOD, FORECAST, FRAUD, GAME, NOW, PARKING, capability, demand

SCORER = Scorer(
    take(
        map(profile_of, (FLOOD, FORECAST, FRAUD, PARKING, GAME)),
        datetime.fromtimestamp(NOW, UTC).date(),
    )
)
GATES = (
    Gate("verified", "已核验", Answer.MET),
    Gate("qualification:iso27001", "ISO 27001", Answer.UNKNOWN),
    Gate("credit:abnormal", "经营异常", Answer.FAILED),
)


def explained(wanted: ListingDocument = FLOOD, offered: ListingDocument = FORECAST) -> Explanation:
    return explain(wanted, offered, scorer=SCORER, gates=GATES)


def wording(document: ListingDocument, spans) -> set[str]:
    return {getattr(document, span.part)[span.start : span.end] for span in spans}


def by_text(points: tuple[Point, ...], wanted: str) -> Point:
    return next(point for point in points if wanted in point.text)


def test_the_parts_are_the_points_of_the_score() -> None:
    found = explained()
    score = SCORER.score(profile_of(FLOOD), profile_of(FORECAST))
    assert tuple(part.points for part in found.parts) == score.points
    assert found.total == score.total
    assert sum(part.out_of for part in found.parts) == 100


def test_a_covered_term_is_found_in_both_texts() -> None:
    point = by_text(explained().covered, "易涝点")
    assert all("易涝点" in text for text in wording(FLOOD, point.demand))
    assert wording(FORECAST, point.capability) == {"易涝点"}


def test_a_term_that_nobody_mentions_is_missing() -> None:
    found = explained(FLOOD, PARKING)
    point = by_text(found.missing, "泵站")
    assert point.capability == ()
    assert wording(FLOOD, point.demand)


def test_a_longer_word_of_which_a_piece_stands_there_is_partly_covered() -> None:
    wanted = demand(1, "石墨烯散热膜", summary="石墨烯散热膜")
    found = explained(wanted, capability(1, "石墨导热片"))
    point = by_text(found.partly, "石墨烯")
    assert wording(capability(1, "石墨导热片"), point.capability) == {"石墨"}


def test_terms_are_numbered_once_over_all_three_sorts() -> None:
    found = explained()
    numbers = [point.number for point in (*found.covered, *found.partly, *found.missing)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) <= 12


def test_offsets_hold_in_texts_of_another_script_and_width() -> None:
    offered = replace(FORECAST, summary="對易澇點做ＡＩ積水預報", title="", body="")
    point = by_text(explained(FLOOD, offered).covered, "积水")
    assert wording(offered, point.capability) == {"積水"}


def test_a_generic_word_is_no_term_of_its_own() -> None:
    found = explained()
    texts = {point.text for point in (*found.covered, *found.partly, *found.missing)}
    assert texts.isdisjoint({"监测", "平台", "系统", "建立", "思明"})


def test_gates_are_passed_through_by_answer() -> None:
    found = explained()
    assert [gate.code for gate in found.gates_that_are(Answer.FAILED)] == ["credit:abnormal"]
    assert [gate.code for gate in found.gates_that_are(Answer.MET)] == ["verified"]


def test_an_explanation_is_plain_values_for_storage() -> None:
    stored = json.loads(json.dumps(explained().to_dict()))
    assert stored["versions"]["statistics"] == SCORER.snapshot.id
    assert stored["gates"][2]["answer"] == "failed"
    assert stored["tier"] == "words"
    assert stored["covered"][0]["demand"][0]["part"] in {"title", "summary", "body"}


def test_facts_name_what_a_part_rests_on() -> None:
    facts = {part.code: part.facts for part in explained().parts}
    assert facts["field"]["domains"] == ["city-brain", "security"]
    assert facts["cases"]["cases"] == 3
    assert facts["qualifications"] == {"held": ["iso27001"], "lacking": []}


def test_hostile_texts_are_explained() -> None:
    for title in ("", "😀", "\ud800", "x" * 300, "<script>alert(1)</script>"):
        found = explained(demand(1, title), capability(1, title))
        assert 0 <= found.total <= 100
