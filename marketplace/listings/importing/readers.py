"""Reads rows out of .xlsx, .csv and .jsonl files, wherever the header stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from marketplace.core.refusals import Refusal
from marketplace.files import tables
from marketplace.listings.importing import columns

MAX_HEADER_DEPTH: Final = 20


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
    tables.require_readable(path)
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
    for title, lines in tables.sheets_of(path):
        _read_table(source, lines, sheet=title, kind=kind)
    return source


def _read_csv(path: Path, kind: str) -> Source:
    source = Source()
    _read_table(source, tables.lines_of(path), sheet="", kind=kind)
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
        cells = [tables.text_of(value) for value in record.values()]
        source.rows.append(_row(cells, header, known=known, sheet="", number=number))
    source.unknown_columns = list(unknown)
    return source


def _records(path: Path) -> Iterator[tuple[int, dict[str, object] | None]]:
    # Not splitlines(): texts hold U+2028 and other characters that it takes for line ends.
    for number, line in enumerate(tables.decoded(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        yield number, record if isinstance(record, dict) else None
