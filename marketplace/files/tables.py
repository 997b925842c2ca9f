"""Reads the lines of .xlsx and .csv files that somebody else wrote, within limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from marketplace.core.refusals import Refusal

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
_ENCODINGS: Final = ("utf-8-sig", "gb18030")

Line = list[str]


def require_readable(path: Path) -> None:
    """Raise a Refusal where there is no file, or one that is too large to be read."""
    if not path.is_file():
        raise Refusal(_("There is no file “%(name)s”.") % {"name": path.name}, code="no_file")
    if path.stat().st_size > MAX_BYTES:
        raise Refusal(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024**2},
            code="too_large",
        )


def sheets_of(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    """Yield the title and the lines of each sheet of a workbook; Refusal where it is broken."""
    with _damage_told():
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise Refusal(_("The workbook unpacks to too much."), code="too_large")
        workbook = load_workbook(path, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            yield sheet.title, _lines(sheet)
        workbook.close()


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines of a .csv file; Refusal where it is broken."""
    try:
        yield from csv.reader(io.StringIO(decoded(path)))
    except csv.Error as error:
        raise Refusal(_("The file is broken and cannot be read."), code="broken") from error


def decoded(path: Path) -> str:
    """Return a text in UTF-8 or GB18030; Refusal for any other."""
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(
        _("The text is neither UTF-8 nor GB18030; save it anew in one of them."), code="encoding"
    )


def _lines(sheet: Any) -> Iterator[Line]:
    with _damage_told():
        for row in sheet.iter_rows(values_only=True):
            yield [text_of(cell) for cell in row]


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise Refusal(_("The workbook is broken and cannot be read."), code="broken") from error


def text_of(value: object) -> str:
    """Return a cell as text, nothing for an empty one."""
    return "" if value is None else str(value)
