"""Judged sets go the way of listings, and say where they are broken."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.evaluation import EvaluationError, read_pairs, read_set

QUERIES = [
    {"id": "q1", "title": "城市内涝预警", "text": "城市内涝预警。低洼路段积水，要提前报警。"},
    {"id": "q2", "text": "路内泊位停车诱导", "industry": "ignored"},
    {"id": "q3", "text": ""},
]
DOCUMENTS = [
    {"id": "a", "text": "积水监测与内涝预报系统", "name": "鹭岛水务"},
    {"id": "b", "text": "停车诱导屏与泊位管理"},
    {"id": "c", "title": "手机游戏", "text": "面向海外发行手机游戏"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "queries.jsonl", QUERIES)
    write(tmp_path / "docs.jsonl", DOCUMENTS)
    return tmp_path


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def write(path: Path, lines: list[dict[str, str]]) -> None:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")


def run(folder: Path, **options: object) -> list[tuple[str, str, float]]:
    out = folder / "out" / "run.tsv"
    call_command("evaluate_matching", folder, run=out, tier="lexical", **options)
    rows = (line.split("\t") for line in out.read_text("utf-8").splitlines())
    return [(query, document, float(score)) for query, document, score in rows]


@pytest.mark.parametrize("role", ["demand", "search"])
def test_the_fitting_document_comes_first(folder: Path, role: str) -> None:
    rows = run(folder, role=role)
    best = {query: document for query, document, _ in reversed(rows)}
    assert best == {"q1": "a", "q2": "b"}
    assert rows == sorted(rows, key=lambda row: (row[0], -row[2]))


def test_a_name_finds_whose_a_document_is(folder: Path) -> None:
    write(folder / "queries.jsonl", [{"id": "q1", "text": "鹭岛水务"}])
    assert [row[1] for row in run(folder, role="search")][:1] == ["a"]


def test_a_pair_has_the_score_that_it_has_in_the_list(folder: Path) -> None:
    listed = set(run(folder))
    pairs = folder / "pairs.tsv"
    pairs.write_text("query\tdocument\tgrade\nq2\tb\t3\nq1\ta\t3\nq3\tc\t0\n", "utf-8")
    rows = run(folder, pairs=pairs)
    assert [row[:2] for row in rows] == [("q2", "b"), ("q1", "a"), ("q3", "c")]
    assert set(rows[:2]) <= listed


def test_names_of_firms_are_never_scored(folder: Path) -> None:
    before = run(folder)
    write(folder / "docs.jsonl", [document | {"name": "城市内涝"} for document in DOCUMENTS])
    assert run(folder) == before


def test_the_title_at_the_head_of_a_text_is_read_once(folder: Path) -> None:
    assert read_set(folder).queries[0].text == "低洼路段积水，要提前报警。"


def test_nothing_is_left_behind(folder: Path, settings) -> None:
    run(folder)
    assert not list(settings.DATA_DIR.glob("evaluation/builds/*"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: no JSON"),
        ("[]", "line 2: not an object"),
        ('{"text": "x"}', "line 2: an id"),
        ('{"id": "a\\tb", "text": "x"}', "line 2: an id"),
        ('{"id": "x", "text": null}', "line 2: text"),
        ('{"id": "first", "text": "x"}', "line 2: the id 'first' stands twice"),
    ],
)
def test_a_broken_line_is_named(folder: Path, line: str, says: str) -> None:
    (folder / "docs.jsonl").write_text('{"id": "first", "text": "x"}\n' + line, "utf-8")
    with pytest.raises(CommandError, match=says):
        run(folder)


def test_an_empty_or_absent_file_is_named(folder: Path) -> None:
    (folder / "docs.jsonl").write_text("\n", "utf-8")
    with pytest.raises(CommandError, match=r"docs\.jsonl holds nothing"):
        run(folder)
    (folder / "docs.jsonl").unlink()
    with pytest.raises(CommandError, match="No such file"):
        run(folder)
    (folder / "docs.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="not UTF-8"):
        run(folder)


def test_a_pair_that_does_not_exist_is_named(folder: Path) -> None:
    table = folder / "pairs.tsv"
    judged = read_set(folder)
    table.write_text("q1\ta\nq1\tnobody\n", "utf-8")
    with pytest.raises(EvaluationError, match="line 2: no pair"):
        read_pairs(table, judged)
    table.write_text("q1\ta\nq1\n", "utf-8")
    with pytest.raises(EvaluationError, match="line 2: two columns"):
        read_pairs(table, judged)
