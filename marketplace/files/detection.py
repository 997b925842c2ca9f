"""What a file is, told from its bytes and never from its name alone."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from marketplace.core.refusals import Refusal

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_SAME = {"jpeg": "jpg"}
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
# An office file that unpacks to more than this is a bomb, or no document.
_UNPACKED_LIMIT = 300 * 1024 * 1024


class _BrokenError(Exception):
    """The bytes are not a whole file of their type."""


def media_type(file: BinaryIO, extension: str) -> str:
    """Return the media type of a file whose bytes are what its extension says.

    Refusal for a type that is not accepted, for bytes of another type, and for a broken file.
    """
    sort = _SAME.get(extension, extension)
    if sort not in MEDIA_TYPES:
        raise Refusal(
            _("Files of this type are not accepted. Accepted are: %(types)s.")
            % {"types": ", ".join(MEDIA_TYPES)},
            code="file_type",
            status=415,
        )
    file.seek(0)
    try:
        _CHECKS[sort](file, sort)
    except _BrokenError as error:
        raise Refusal(
            _("The file is broken, or is not what its ending .%(ending)s says.")
            % {"ending": extension},
            code="file_broken",
            status=422,
        ) from error
    return MEDIA_TYPES[sort]


def _check_pdf(file: BinaryIO, _sort: str) -> None:
    content = file.read()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _BrokenError


def _check_image(file: BinaryIO, sort: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(file, formats=["PNG" if sort == "png" else "JPEG"])
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise _BrokenError from error


def _check_office(file: BinaryIO, sort: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED_LIMIT:
                raise _BrokenError
            names = set(archive.namelist())
            if _PARTS[sort] not in names or "[Content_Types].xml" not in names:
                raise _BrokenError
            if archive.testzip() is not None:
                raise _BrokenError
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _BrokenError from error
    _refuse_macros(names)


def _refuse_macros(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refusal(
            _("The file contains macros. Save it without them and send it again."),
            code="file_macros",
            status=415,
        )


def _check_text(file: BinaryIO, _sort: str) -> None:
    content = file.read()
    if b"\0" in content:
        raise _BrokenError
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise _BrokenError


_CHECKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": _check_pdf,
    "docx": _check_office,
    "xlsx": _check_office,
    "pptx": _check_office,
    "csv": _check_text,
    "txt": _check_text,
    "png": _check_image,
    "jpg": _check_image,
}
