import pytest

from search.engines.protocol import TextQuery
from search.queries import text_query
from search.synonyms import NONE, Edge, thesaurus_of
from search.vocabulary import Vocabulary


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


VOCABULARY = Vocabulary(
    {"智慧停车": 9, "积水": 8, "集水": 2, "radar": 3}, [("厦门市数据管理局", ("市数据局",))]
)


def understood(typed: str) -> TextQuery:
    query = text_query(typed, NONE, vocabulary=VOCABULARY)
    assert query is not None
    return query


def test_a_phrase_must_stand_and_an_exclusion_must_not() -> None:
    query = understood("积水 “雷达短临” -无人机")
    assert [clause.word for clause in query.clauses] == ["积水"]
    assert [clause.characters for clause in query.strict] == [("雷", "达", "短", "临")]
    assert [clause.word for clause in query.excluded] == ["无人机"]
    assert "无人机" not in dict(query.words)


def test_generic_words_are_not_required_beside_a_phrase_or_a_code() -> None:
    assert understood("监测平台 “雷达短临”").clauses == ()
    assert [clause.characters for clause in understood("平台 ISO 27001").clauses] == [
        ("iso", "27001")
    ]


def test_a_code_comes_first() -> None:
    query = understood("视频泊位 GB/T 28181")
    assert query.first == (("gb", "t", "28181"),)
    assert query.required == 3


def test_only_exclusions_ask_for_everything_else() -> None:
    query = understood("-停车")
    assert (query.clauses, query.strict) == ((), ())
    assert [clause.word for clause in query.excluded] == ["停车"]


def test_pinyin_is_what_it_spells() -> None:
    assert [clause.word for clause in understood("zhihuitingche").clauses] == ["停车"]
    one = understood("jishui").clauses[0]
    assert (one.word, [other.word for other in one.others]) == ("积水", ["集水", "jishui"])


def test_a_slip_fits_as_typed_or_as_meant() -> None:
    one = understood("rader").clauses[0]
    assert (one.word, [other.word for other in one.others]) == ("radar", ["rader"])


def test_a_short_name_is_one_clause_with_the_full_one() -> None:
    name, word = understood("市数据局泊位").clauses
    assert name.characters == ("市", "数", "据", "局")
    assert ["".join(other.characters) for other in name.others] == ["厦门市数据管理局"]
    assert word.word == "泊位"


def test_a_wording_is_found_across_a_space() -> None:
    query = text_query("充电 设施", THESAURUS)
    assert query is not None
    assert [[other.word for other in clause.others] for clause in query.clauses] == [["充电桩"]]
