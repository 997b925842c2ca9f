from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from marketplace.core.refusals import Refusal
from marketplace.experts.importing import import_experts, read
from marketplace.experts.models import Expert
from marketplace.journal.models import Entry
from marketplace.organisations.credit_codes import complete
from tests.experts.factories import keeper
from tests.factories import DomainFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADER = [
    "姓名*",
    "邮箱",
    "手机",
    "职称",
    "领域",
    "工作单位",
    "统一社会信用代码",
    "入职日期",
    "离职日期",
]
CODE = complete("12350299", "MB000888")


@pytest.fixture(autouse=True)
def water():
    return DomainFactory(slug="water", name="智慧水务")


def row(number: int = 1, **others: str) -> list[str]:
    said = {
        "姓名*": f"示例专家{number}",
        "邮箱": f"Expert{number}@example.test",
        "手机": "13800138000",
        "职称": "教授",
        "领域": "智慧水务",
        "工作单位": "厦门示例大学",
        "统一社会信用代码": CODE,
        "入职日期": "2018年9月",
        "离职日期": "",
    }
    return list((said | others).values())


def sheet(*rows: list[Any]) -> bytes:
    book, out = Workbook(), BytesIO()
    book.active.append(["专家名册"])
    book.active.append(HEADER)
    for one in rows:
        book.active.append(one)
    book.save(out)
    return out.getvalue()


def taken(tmp_path: Path, *rows: list[Any]) -> Any:
    path = tmp_path / "list.xlsx"
    path.write_bytes(sheet(*rows))
    return import_experts(read(path, suffix=".xlsx"), by=keeper())


def test_good_rows_go_in_and_bad_ones_are_told_with_their_column(tmp_path):
    report = taken(
        tmp_path,
        row(1),
        row(2, 领域="占星"),
        row(3, 统一社会信用代码="123"),
        row(4, 入职日期="昨天"),
        row(5, 邮箱="no"),
        row(6, **{"姓名*": ""}),
        row(7, 离职日期="2001-01-01"),
        row(8, 入职日期="2024-13-01"),
    )
    assert report.created == 1
    assert [(one.row, one.column) for one in report.troubles] == [
        (4, "领域"),
        (5, "统一社会信用代码"),
        (6, "入职日期"),
        (7, "邮箱"),
        (8, "姓名"),
        (9, "离职日期"),
        (10, "入职日期"),
    ]
    assert all(one.reason for one in report.troubles)
    one = Expert.objects.get()
    assert (one.name, one.email, one.state, one.origin) == (
        "示例专家1",
        "expert1@example.test",
        "active",
        "imported",
    )
    assert one.employments.get().begins.isoformat() == "2018-09-01"
    assert Entry.objects.filter(kind="expert_imported").count() == 1


def test_the_same_file_twice_changes_nothing_and_a_further_row_adds_an_employer(tmp_path):
    former = row(
        1,
        工作单位="厦门示例研究院",
        统一社会信用代码="",
        入职日期="2012-01-01",
        离职日期="2018-08-31",
    )
    assert taken(tmp_path, row(1), former).extended == 1
    again = taken(tmp_path, row(1), former)
    assert (again.created, again.extended, again.known) == (0, 0, 2)
    assert Expert.objects.get().employments.count() == 2


def test_who_was_entered_is_not_drawn_before_they_have_an_account(tmp_path):
    taken(tmp_path, row(1))
    assert not Expert.objects.drawable(Expert.objects.get().applied_at.date())


def test_a_csv_of_a_chinese_office_is_read(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("\n".join(",".join(one) for one in (HEADER, row(1))).encode("gb18030"))
    assert import_experts(read(path, suffix=".csv"), by=keeper()).created == 1


@pytest.mark.parametrize(
    ("content", "suffix", "code"),
    [
        (b"PK not a workbook", ".xlsx", "broken"),
        (b"a,b\n1,2\n", ".csv", "no_header"),
        (b"\x81\x30\xff", ".csv", "encoding"),
        (b"%PDF", ".pdf", "file_type"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, content, suffix, code):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        read(path, suffix=suffix)
    assert refusal.value.code == code


def test_only_staff_who_keep_the_pool_import():
    with pytest.raises(Refusal) as refusal:
        import_experts([], by=UserFactory())
    assert refusal.value.code == "not_staff"
