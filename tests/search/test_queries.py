import pytest

from search.queries import text_query
from search.synonyms import Edge, thesaurus_of


def required(typed: str) -> tuple[list[str], int]:
    query = text_query(typed)
    assert query is not None
    return [clause.word for clause in query.clauses], query.required


@pytest.mark.parametrize("typed", ["", "   ", "\n\t\u3000"])
def test_an_empty_text_is_no_query(typed: str) -> None:
    assert text_query(typed) is None


@pytest.mark.parametrize("typed", ["。，！", "😀", "\x00\x01"])
def test_a_text_without_a_word_has_no_clause(typed: str) -> None:
    assert required(typed)[0] == []


def test_generic_words_are_not_required_beside_a_specific_one() -> None:
    assert required("城市内涝监测系统") == (["内涝"], 1)


def test_generic_words_are_required_where_nothing_else_was_typed() -> None:
    assert required("智慧平台") == (["智慧", "平台"], 2)


def test_form_words_alone_are_still_looked_for() -> None:
    assert required("的")[0] == ["的"]


def test_of_many_words_half_must_fit() -> None:
    words, needed = required("泵站 雷达 窨井 管网 水位")
    assert (len(words), needed) == (5, 3)


def test_a_long_text_is_cut() -> None:
    query = text_query("泵站雷达" * 3_000)
    assert query is not None
    assert len(query.characters) == 4


THESAURUS = thesaurus_of(
    [
        Edge("充电设施", "充电桩", 0.9),
        Edge("软体", "软件", 0.95, kind="strait"),
        Edge("积水", "内涝", 0.8),
        Edge("内涝", "积水", 0.8),
    ]
)


def test_a_synonym_fits_in_the_place_of_each_word_of_its_wording() -> None:
    query = text_query("小区充电设施", THESAURUS)
    assert query is not None
    found = {clause.word: [other.word for other in clause.others] for clause in query.clauses}
    assert found["充电"] == ["充电桩"]
    assert found["小区"] == []


def test_a_synonym_ranks_by_its_weight_and_what_was_typed_in_full() -> None:
    query = text_query("积水", THESAURUS)
    assert query is not None
    assert dict(query.words) == {"积水": 1.0, "内涝": 0.8}
    assert dict(query.characters)["水"] == 1.0
    assert dict(query.characters)["涝"] == 0.8


def test_a_loop_of_synonyms_ends_after_one_step() -> None:
    query = text_query("积水 内涝", THESAURUS)
    assert query is not None
    assert [word for word, _ in query.words] == ["积水", "内涝"]


def test_another_wording_of_a_generic_word_is_as_generic() -> None:
    query = text_query("軟體 泵站", THESAURUS)
    assert query is not None
    assert [clause.word for clause in query.clauses] == ["泵站"]
    alone = text_query("軟體", THESAURUS)
    assert alone is not None
    assert alone.clauses[0].others[0].word == "软件"
