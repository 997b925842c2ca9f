import pytest

from search.queries import text_query


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
