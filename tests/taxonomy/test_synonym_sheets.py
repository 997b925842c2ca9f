"""Synonyms as spreadsheets."""

import csv
import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.taxonomy.models import Synonym, SynonymState
from marketplace.taxonomy.synonym_sheets import (
    HEADER,
    MAX_BYTES,
    SheetRefusal,
    export_csv,
    export_xlsx,
    import_synonyms,
)
from tests.factories import UserFactory
from tests.taxonomy.factories import approved, editor, proposed

pytestmark = pytest.mark.django_db

GOOD = ["泊车墩", "停车桩子", "同义", "双向", "0.9", "手写"]
OTHER = ["窨井", "阴井", "简称", "单向", "0.5", ""]


def as_csv(*rows: list[str], header: tuple[str, ...] = HEADER, encoding: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue().encode(encoding)


def as_xlsx(*rows: list[Any], header: tuple[str, ...] = HEADER) -> bytes:
    book = Workbook()
    for row in (header, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def troubles(content: bytes, name: str = "a.csv") -> list[tuple[int, str]]:
    before = Synonym.objects.count()
    with pytest.raises(SheetRefusal) as caught:
        import_synonyms(content, name, by=UserFactory(staff=True))
    assert Synonym.objects.count() == before
    assert not Entry.objects.exists()
    return [(one.row, one.column) for one in caught.value.troubles]


@pytest.mark.both
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (as_csv(GOOD, OTHER), "a.csv"),
        (as_csv(GOOD, OTHER, encoding="gb18030"), "a.CSV"),
        (as_csv(GOOD, OTHER, encoding="utf-8-sig"), "a.csv"),
        (as_xlsx(GOOD, [*OTHER[:4], 0.5]), "a.xlsx"),
    ],
    ids=["utf8", "gb18030", "bom", "xlsx"],
)
def test_a_sheet_becomes_proposals_and_a_second_time_nothing(content, name):
    person = editor("add")
    taken = import_synonyms(content, name, by=person)
    assert (taken.proposed, taken.known) == (2, 0)
    rows = Synonym.objects.filter(origin="sheet", state=SynonymState.PROPOSED, author=person)
    assert {(row.wording, row.kind, row.both_ways, str(row.weight)) for row in rows} == {
        ("泊车墩", "same", True, "0.90"),
        ("窨井", "short", False, "0.50"),
    }
    again = import_synonyms(content, name, by=person)
    assert (again.proposed, again.known) == (0, 2)


def test_what_goes_out_comes_in_without_a_change():
    approved("泊车墩", "停车桩子", note="手写")
    proposed("窨井", "阴井", both_ways=False)
    rows = Synonym.objects.standing().select_related("author", "decided_by")
    before = Synonym.objects.count()
    for content, name in ((export_csv(rows), "a.csv"), (export_xlsx(rows), "a.xlsx")):
        taken = import_synonyms(content, name, by=UserFactory(staff=True))
        assert (taken.proposed, taken.known) == (0, before)


def test_one_bad_cell_keeps_the_whole_sheet_out():
    bad = ["监测", "看守", "同义", "双向", "0.9", ""]
    assert troubles(as_csv(GOOD, bad)) == [(3, "词语")]


@pytest.mark.parametrize(
    ("place", "value", "column"),
    [
        (0, "", "词语"),
        (0, "=1+1", "词语"),
        (1, "＝cmd|'/c calc'!A1", "同时查找"),
        (1, "水" * 300, "同时查找"),
        (2, "近义", "类型"),
        (3, "左右", "方向"),
        (4, "很多", "权重"),
        (4, "NaN", "权重"),
        (4, "1.5", "权重"),
        (4, "1e999999", "权重"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(place, value, column):
    row = [*GOOD]
    row[place] = value
    assert troubles(as_xlsx(OTHER, row), "a.xlsx") == [(3, column)]


def test_a_cell_of_a_megabyte_in_text_is_a_broken_file():
    with pytest.raises(Refusal) as caught:
        import_synonyms(as_csv([*GOOD[:5], "x" * 1_000_000]), "a.csv", by=UserFactory(staff=True))
    assert caught.value.code == "broken"


def test_a_formula_in_a_workbook_is_read_as_one_and_refused():
    assert troubles(as_xlsx(["=A1", *GOOD[1:]]), "a.xlsx") == [(2, "词语")]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "no_header"),
        (b"PK\x03\x04 no archive", "a.xlsx", "broken"),
        (as_csv(GOOD, header=("一", "二", "三", "四", "五", "六")), "a.csv", "no_header"),
        (as_csv(GOOD), "a.exe", "file_type"),
        (b"\xff\xfe\x00" * 3, "a.csv", "encoding"),
        (b"x" * (MAX_BYTES + 1), "a.csv", "too_large"),
        (as_csv(*[["", "", "", "", "", ""]] * 5_001), "a.csv", "too_long"),
    ],
    ids=["empty", "no-zip", "headers", "type", "encoding", "large", "long"],
)
def test_a_file_that_is_no_sheet_is_refused_clearly(content, name, code):
    with pytest.raises(Refusal) as caught:
        import_synonyms(content, name, by=UserFactory(staff=True))
    assert caught.value.code == code


def test_nobody_imports_without_the_permission():
    with pytest.raises(Refusal) as caught:
        import_synonyms(as_csv(GOOD), "a.csv", by=editor())
    assert caught.value.code == "not_editor"


def test_no_exported_cell_is_a_formula():
    approved(
        "泊车墩", "停车桩子", note="=HYPERLINK(1)", by=UserFactory(name="@SUM(A1)", staff=True)
    )
    rows = Synonym.objects.filter(wording="泊车墩")
    lines = list(csv.reader(io.StringIO(export_csv(rows).decode("utf-8-sig"))))
    assert lines[1][5] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    sheet = load_workbook(io.BytesIO(export_xlsx(rows))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.value != "=HYPERLINK(1)" for row in sheet.iter_rows() for cell in row)
