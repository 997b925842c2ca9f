"""Synonyms as a spreadsheet: what stands goes out, proposals come in, all of them or none."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.files.workbooks import FORMULA, harmless, workbook_of
from marketplace.taxonomy import wordings
from marketplace.taxonomy.actions import propose_synonym
from marketplace.taxonomy.drafts import SynonymDraft
from marketplace.taxonomy.models import Synonym

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 60 * 1024 * 1024
MAX_ROWS: Final = 5_000
_LONGEST_CELL: Final = 200
_SHOWN: Final = 40

WORDING, OTHER, KIND, WAYS, WEIGHT, NOTE = HEADER = (
    "词语",
    "同时查找",
    "类型",
    "方向",
    "权重",
    "备注",
)
_NEEDED: Final = {WORDING, OTHER, KIND, WAYS, WEIGHT}
_TOLD: Final = ("状态", "提出人", "提出日期", "审核人", "审核日期")
_FIELDS: Final = dict(
    zip(("wording", "other", "kind", "both_ways", "weight", "note"), HEADER, strict=True)
)
_KINDS: Final = {"同义": "same", "简称": "short", "上下位": "broader", "两岸用词": "strait"}
_WAYS: Final = {"双向": True, "单向": False}
_STATES: Final = {"proposed": "待审核", "approved": "已生效"}
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a cell, by the row's number and the column's name."""

    row: int
    column: str
    reason: str


class SheetRefusal(Refusal):
    """A sheet that was not taken in, with everything that is wrong with its cells."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        """Hold the troubles."""
        super().__init__(
            _("Nothing was taken in: please mend the cells below."), code="bad_sheet", status=422
        )
        self.troubles = tuple(troubles)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many edges a sheet proposed, and how many of its rows stood already."""

    proposed: int
    known: int


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: dict[str, str]


def import_synonyms(content: bytes, name: str, *, by: User) -> Taken:
    """Propose every edge of a sheet that does not stand yet; a second time changes nothing.

    Refusal where the file cannot be read, SheetRefusal where a cell is wrong: nothing is stored.
    """
    rows = list(_rows(content, name))
    troubles: list[Trouble] = []
    drafts = [(row, draft) for row in rows if (draft := _draft(row, troubles)) is not None]
    known = 0
    with transaction.atomic():
        for row, draft in drafts:
            if _stands(draft):
                known += 1
                continue
            try:
                propose_synonym(draft, by=by, origin=Synonym.Origin.SHEET)
            except Refusal as refusal:
                if not refusal.fields:
                    raise
                troubles += _troubles(row, refusal)
        if troubles:
            raise SheetRefusal(sorted(troubles, key=lambda one: one.row))
    return Taken(len(drafts) - known, known)


def export_csv(synonyms: Iterable[Synonym]) -> bytes:
    """Return edges as a .csv file that a spreadsheet opens without running anything in it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow((*HEADER, *_TOLD))
    writer.writerows(map(harmless, _values(synonym)) for synonym in synonyms)
    return file.getvalue().encode("utf-8-sig")


def export_xlsx(synonyms: Iterable[Synonym]) -> bytes:
    """Return edges as a workbook in which every cell is text."""
    return workbook_of("同义词", [(*HEADER, *_TOLD), *map(_values, synonyms)])


def _values(synonym: Synonym) -> list[str]:
    ways = {both: name for name, both in _WAYS.items()}
    kinds = {kind: name for name, kind in _KINDS.items()}
    return [
        synonym.wording,
        synonym.other,
        kinds[synonym.kind],
        ways[synonym.both_ways],
        f"{synonym.weight:.2f}",
        synonym.note,
        _STATES.get(synonym.state, synonym.state),
        str(synonym.author),
        f"{localdate(synonym.created)}",
        str(synonym.decided_by or ""),
        f"{localdate(synonym.decided_at)}" if synonym.decided_at else "",
    ]


def _rows(content: bytes, name: str) -> Iterator[_Row]:
    """Yield the rows under the header; Refusal where the file has none or cannot be read."""
    if len(content) > MAX_BYTES:
        raise Refusal(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024**2},
            code="too_large",
        )
    suffix = name.lower().rpartition(".")[2]
    if suffix not in {"xlsx", "csv"}:
        raise Refusal(_("Only .xlsx and .csv files can be read."), code="file_type")
    lines = iter(_workbook(content) if suffix == "xlsx" else _csv(content))
    header = [cell.strip() for cell in next(lines, [])]
    missing = [column for column in HEADER if column in _NEEDED and column not in header]
    if missing:
        raise Refusal(
            _("The first row must name the columns; these are missing: %(columns)s")
            % {"columns": "、".join(missing)},
            code="no_header",
        )
    places = {column: header.index(column) for column in HEADER if column in header}
    for number, line in enumerate(lines, start=2):
        if number > MAX_ROWS + 1:
            raise Refusal(
                _("A sheet holds %(limit)d rows at most.") % {"limit": MAX_ROWS}, code="too_long"
            )
        cells = {c: line[at].strip() if at < len(line) else "" for c, at in places.items()}
        if any(cells.values()):
            yield _Row(number, cells)


def _workbook(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise Refusal(_("The workbook unpacks to too much."), code="too_large")
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        rows = [[_read(cell) for cell in row] for row in sheet.iter_rows(max_row=MAX_ROWS + 2)]
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, LookupError, ValueError, EOFError) as error:
        raise Refusal(_("The workbook is broken and cannot be read."), code="broken") from error
    return rows


def _read(cell: Any) -> str:
    """Return a cell's text; a formula is shown as one, and refused as one later."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return str(value) if str(value).startswith("=") else f"={value}"
    if isinstance(value, str):
        return value.removeprefix("'")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _csv(content: bytes) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = csv.reader(io.StringIO(text, newline=""))
        try:
            return [[cell.removeprefix("'") for cell in line] for line in lines]
        except csv.Error as error:
            raise Refusal(_("The file is broken and cannot be read."), code="broken") from error
    raise Refusal(_("The file is neither in UTF-8 nor in GB 18030."), code="encoding")


def _draft(row: _Row, troubles: list[Trouble]) -> SynonymDraft | None:
    """Return what a row says, or note what its cells do not say."""
    cells = row.cells
    found = [
        *(_long(cells)),
        *(_unknown(cells, KIND, known=_KINDS)),
        *(_unknown(cells, WAYS, known=_WAYS)),
    ]
    weight = _weight(cells[WEIGHT])
    if weight is None:
        found.append((WEIGHT, _("A weight is a number such as 0.9.")))
    if found or weight is None:
        troubles += [Trouble(row.number, column, reason) for column, reason in found]
        return None
    return SynonymDraft(
        wording=cells[WORDING],
        other=cells[OTHER],
        kind=_KINDS[cells[KIND]],
        both_ways=_WAYS[cells[WAYS]],
        weight=weight,
        note=cells.get(NOTE, ""),
    )


def _long(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column, value in cells.items():
        if len(value) > _LONGEST_CELL:
            yield (
                column,
                _("The cell is longer than %(limit)d characters.") % {"limit": _LONGEST_CELL},
            )
        elif column in {WORDING, OTHER} and value.startswith(FORMULA):
            yield column, _("A wording is no formula: “%(value)s”") % {"value": value[:_SHOWN]}


def _unknown(
    cells: dict[str, str], column: str, *, known: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    if cells[column] not in known:
        yield (
            column,
            _("“%(value)s” is none of: %(known)s")
            % {
                "value": cells[column][:_SHOWN],
                "known": "、".join(known),
            },
        )


def _weight(value: str) -> Decimal | None:
    try:
        weight = Decimal(value)
    except InvalidOperation:
        return None
    return weight.quantize(Decimal("0.01")) if weight.is_finite() and 0 < weight <= 1 else None


def _stands(draft: SynonymDraft) -> bool:
    """Return whether the very edge works or is proposed."""
    one, two = wordings.read(draft.wording).key, wordings.read(draft.other).key
    return any(
        synonym.kind == draft.kind
        and synonym.both_ways == draft.both_ways
        and synonym.weight == draft.weight
        and (draft.both_ways or synonym.wording_key == one)
        for synonym in Synonym.objects.standing().between(one, two)
    )


def _troubles(row: _Row, refusal: Refusal) -> Iterator[Trouble]:
    for name, messages in refusal.fields.items():
        column = _FIELDS.get(name, WORDING)
        yield from (Trouble(row.number, column, str(message)) for message in messages)
