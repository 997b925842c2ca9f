"""Real lists come in whole, are reported row by row, and change nothing the second time."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from marketplace.core.refusals import Refusal
from marketplace.listings.importing.columns import plain
from marketplace.listings.importing.importer import first_clause, summary_of
from marketplace.listings.importing.parties import parties_in
from marketplace.listings.importing.readers import read
from marketplace.listings.importing.suggestions import domains_in
from marketplace.listings.models import Capability, Demand, SecrecyReview
from marketplace.organisations.models import Organisation

TEXT = "提供路内停车位的视频识别与诱导，支持2000个车位。系统已在三个区运行。"


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    path = tmp_path / "firms.jsonl"
    rows = [
        {"id": 1, "name": "厦门甲乙智能有限公司", "text": TEXT},
        {"id": 2, "brand": "丙丁", "name": None, "text": "做水质在线监测\u2028和预警"},
        {"id": 3, "name": "", "text": "没有单位"},
        {"id": 4, "name": "无文公司", "text": ""},
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    return path


@pytest.mark.both
@pytest.mark.django_db
def test_good_rows_go_in_published_and_bad_ones_are_named(
    jsonl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_list", "capabilities", jsonl, "--publish")
    found = {one.lifecycle.owner.name: one for one in Capability.objects.public()}
    assert set(found) == {"厦门甲乙智能有限公司", "丙丁"}
    item = found["厦门甲乙智能有限公司"]
    assert item.title == "提供路内停车位的视频识别与诱导"
    assert item.description == TEXT
    assert "parking" in {domain.slug for domain in item.domains.all()}
    assert item.lifecycle.is_unconfirmed
    assert item.lifecycle.number.startswith("NL-")
    output = capsys.readouterr()
    assert "row 3 name" in output.err
    assert "row 4 text" in output.err
    assert "row 5" in output.err
    assert "id" in output.out


@pytest.mark.both
@pytest.mark.django_db
def test_a_second_run_changes_nothing(jsonl: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_list", "capabilities", jsonl, "--publish")
    before = list(Capability.objects.values_list("pk", "latest_revision"))
    call_command("import_list", "capabilities", jsonl, "--publish")
    assert list(Capability.objects.values_list("pk", "latest_revision")) == before
    assert "0 created, 0 published, 2 known" in capsys.readouterr().out
    assert SecrecyReview.objects.count() == 1
    assert Organisation.objects.filter(is_placeholder=True).count() == 2


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(jsonl: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_list", "capabilities", jsonl, "--dry-run")
    assert not Capability.objects.exists()
    assert "2 rows would go in" in capsys.readouterr().out


@pytest.mark.django_db
def test_strict_takes_all_rows_or_none(jsonl: Path) -> None:
    with pytest.raises(CommandError, match="3 bad rows"):
        call_command("import_list", "capabilities", jsonl, "--strict")
    assert not Capability.objects.exists()


@pytest.mark.django_db
def test_the_header_is_found_below_a_title_line(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "第一批"
    sheet.append(["应用场景清单（第一批）"])
    sheet.append(["序号", "应用领域", "应用场景名称", "场景简介", "拟落地应用区域", "牵头部门"])
    sheet.append(
        [1, "智慧停车", "路内停车治理", "路内车位周转慢，需要识别与诱导。", "思明区", "市城管局"]
    )
    path = tmp_path / "demands.xlsx"
    workbook.save(path)
    call_command("import_list", "demands", path, "--publish")
    demand = Demand.objects.public().get()
    assert demand.title == "路内停车治理"
    assert demand.place == "思明区"
    assert demand.lifecycle.owner.kind == "agency"
    assert read(path, "demands").rows[0].number == 3


@pytest.mark.parametrize(
    ("cell", "cooperation", "slots"),
    [
        ("", "single", None),
        ("1", "single", None),
        ("一家", "single", None),
        ("３ 家", "multiple", 3),
        ("99", "multiple", 99),
        ("不限", "multiple", None),
    ],
)
@pytest.mark.django_db
def test_a_column_says_how_many_parties_a_demand_takes(tmp_path, cell, cooperation, slots) -> None:
    path = tmp_path / "demands.csv"
    path.write_text(f"需求单位,需求名称,需求简介,对接家数\n市甲局,治理,{TEXT},{cell}\n")
    call_command("import_list", "demands", path, "--publish")
    demand = Demand.objects.public().get()
    assert (demand.cooperation, demand.slots) == (cooperation, slots)


@pytest.mark.parametrize(
    ("slots", "cell", "cooperation", "most"),
    [
        ("", "", "single", 0),
        ("", "0", "single", 0),
        ("1", "３ 家", "consortium", 3),
        ("不限", "20", "multiple_consortium", 20),
    ],
)
@pytest.mark.django_db
def test_a_column_says_how_many_partners_a_consortium_has(
    tmp_path, slots, cell, cooperation, most
) -> None:
    path = tmp_path / "demands.csv"
    head = "需求单位,需求名称,需求简介,对接家数,联合体成员数"
    path.write_text(f"{head}\n市甲局,治理,{TEXT},{slots},{cell}\n")
    call_command("import_list", "demands", path, "--publish")
    demand = Demand.objects.public().get()
    assert (demand.cooperation, demand.most_partners) == (cooperation, most)


@pytest.mark.parametrize("cell", ["21", "-2", "若干", "9" * 5000])
def test_a_number_of_partners_that_is_none_is_refused_beside_its_column(cell) -> None:
    with pytest.raises(Refusal) as refused:
        parties_in("", cell)
    assert set(refused.value.fields) == {"partners"}


@pytest.mark.parametrize("cell", ["0", "100", "-2", "若干", "2.5", "二十"])
@pytest.mark.django_db
def test_a_number_of_parties_that_is_none_is_reported_with_its_column(
    tmp_path, capsys, cell
) -> None:
    path = tmp_path / "demands.csv"
    path.write_text(f"需求单位,需求名称,需求简介,对接家数\n市甲局,治理,{TEXT},{cell}\n")
    call_command("import_list", "demands", path)
    assert not Demand.objects.exists()
    assert "row 2 对接家数" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_real_lists(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"企业名称,企业与产品简介,备注\n鹭岛测试公司,{TEXT},无\n", encoding=encoding)
    source = read(path, "capabilities")
    assert source.rows[0].values == {"owner": "鹭岛测试公司", "text": TEXT}
    assert source.unknown_columns == ["备注"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xlsx", b"not a workbook"),
        ("list.xlsx", b""),
        ("list.csv", b"\xff\xfe\x00\x01\x81"),
        ("list.csv", "列甲,列乙\n一,二\n".encode()),
        ("list.doc", b"x"),
        ("list.csv", b"a" * (21 * 1024 * 1024)),
    ],
    ids=["broken workbook", "empty workbook", "no encoding", "no header", "type", "too large"],
)
@pytest.mark.django_db
def test_files_that_cannot_be_read_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_list", "capabilities", path)


def test_column_names_are_known_by_their_core() -> None:
    assert plain(" 企业名称（全称）* ") == "企业名称"


def test_a_title_is_the_first_clause_and_a_summary_whole_clauses() -> None:
    assert first_clause("，甲乙丙，丁", 80) == "甲乙丙"
    long = "一二三四五六七八九。" * 30
    assert len(summary_of(long)) == 200
    assert summary_of("字" * 300) == "字" * 200


def test_domains_come_from_the_words_of_a_text() -> None:
    assert domains_in("医院影像辅助诊断") == ["medical"]
    assert domains_in("无关") == []
