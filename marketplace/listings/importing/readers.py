"""Reads rows out of .xlsx, .csv and .jsonl files, wherever the header stands."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from marketplace.core.refusals import Refusal
from marketplace.listings.importing import columns

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_HEADER_DEPTH: Final = 20
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a list: where it stands and what it says, by meaning."""

    sheet: str
    number: int
    values: dict[str, str]
    column_names: dict[str, str] = field(default_factory=dict)
    trouble: str = ""


@dataclass(slots=True)
class Source:
    """The rows of a file and the columns that were passed over."""

    rows: list[SourceRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)


def read(path: Path, kind: str) -> Source:
    """Return the rows of a file; Refusal where it is too large, broken or has no known header."""
    if not path.is_file():
        raise Refusal(_("There is no file “%(name)s”.") % {"name": path.name}, code="no_file")
    if path.stat().st_size > MAX_BYTES:
        raise Refusal(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024**2},
            code="too_large",
        )
    readers = {".xlsx": _read_xlsx, ".csv": _read_csv, ".jsonl": _read_jsonl}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Refusal(_("Only .xlsx, .csv and .jsonl files can be read."), code="file_type")
    source = reader(path, kind)
    if not source.rows:
        raise Refusal(
            _("No row with known columns was found: the header must name the owner and the text."),
            code="no_header",
        )
    return source


def _read_xlsx(path: Path, kind: str) -> Source:
    source = Source()
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise Refusal(_("The workbook unpacks to too much."), code="too_large")
        workbook = load_workbook(path, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            lines = ([_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
            _read_table(source, lines, sheet=sheet.title, kind=kind)
        workbook.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise Refusal(_("The workbook is broken and cannot be read."), code="broken") from error
    return source


def _read_csv(path: Path, kind: str) -> Source:
    source = Source()
    lines = csv.reader(io.StringIO(_decoded(path)))
    try:
        _read_table(source, lines, sheet="", kind=kind)
    except csv.Error as error:
        raise Refusal(_("The file is broken and cannot be read."), code="broken") from error
    return source


def _read_table(source: Source, lines: Iterable[list[str]], *, sheet: str, kind: str) -> None:
    header: list[str] = []
    known: dict[int, str] = {}
    for number, cells in enumerate(lines, start=1):
        if not header:
            if number > MAX_HEADER_DEPTH:
                return
            if columns.is_header(cells, kind):
                header, known = cells, columns.meanings(cells, kind)
                source.unknown_columns += [
                    name for place, name in enumerate(cells) if place not in known and name.strip()
                ]
            continue
        if any(cell.strip() for cell in cells):
            source.rows.append(_row(cells, header, known=known, sheet=sheet, number=number))


def _row(
    cells: list[str], header: list[str], *, known: dict[int, str], sheet: str, number: int
) -> SourceRow:
    values: dict[str, str] = {}
    names: dict[str, str] = {}
    for place, meaning in known.items():
        text = cells[place].strip() if place < len(cells) else ""
        names.setdefault(meaning, header[place].strip())
        if text and text not in values.get(meaning, ""):
            values[meaning] = "\n".join(filter(None, (values.get(meaning, ""), text)))
    return SourceRow(sheet, number, values, names)


def _read_jsonl(path: Path, kind: str) -> Source:
    source = Source()
    unknown: dict[str, None] = {}
    for number, record in _records(path):
        if record is None:
            trouble = _("The line is not a JSON object.")
            source.rows.append(SourceRow("", number, {}, trouble=trouble))
            continue
        header = list(record)
        known = columns.meanings(header, kind)
        unknown.update(dict.fromkeys(n for i, n in enumerate(header) if i not in known))
        cells = [_text(value) for value in record.values()]
        source.rows.append(_row(cells, header, known=known, sheet="", number=number))
    source.unknown_columns = list(unknown)
    return source


def _records(path: Path) -> Iterator[tuple[int, dict[str, object] | None]]:
    # Not splitlines(): texts hold U+2028 and other characters that it takes for line ends.
    for number, line in enumerate(_decoded(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        yield number, record if isinstance(record, dict) else None


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(
        _("The text is neither UTF-8 nor GB18030; save it anew in one of them."), code="encoding"
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
