"""What a file is, told from its bytes and never from its name alone."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from marketplace.core.refusals import Refusal
from marketplace.files.pdf import is_locked

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
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm"})
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
# An office file that unpacks to more than this is a bomb, or no document.
_UNPACKED_LIMIT = 300 * 1024 * 1024
_PARTS_LIMIT = 10_000
_BOMB_RATIO = 1_000
"""How many times its packed size a part may unpack to; deflate reaches this for one letter only."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What Office calls the stream of a document that it has encrypted, inside a compound file.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class _BrokenError(Exception):
    """The bytes are not a whole file of their type."""


def media_type(file: BinaryIO, extension: str) -> str:
    """Return the media type of a file whose bytes are what its extension says.

    Refusal for a type that is not accepted, for bytes of another type, and for a broken file.
    """
    if extension in _WITH_MACROS:
        raise _macros()
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
    if is_locked(content):
        raise _locked()


def _check_image(file: BinaryIO, sort: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(file, formats=["PNG" if sort == "png" else "JPEG"])
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise _BrokenError from error


def _check_office(file: BinaryIO, sort: str) -> None:
    _refuse_locked(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bomb(archive)
            names = set(archive.namelist())
            if _PARTS[sort] not in names or "[Content_Types].xml" not in names:
                raise _BrokenError
            if archive.testzip() is not None:
                raise _BrokenError
            types = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _BrokenError from error
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise _macros()


def _refuse_locked(file: BinaryIO) -> None:
    """Refuse a document under a password: Office keeps it in a compound file of the old kind."""
    head = file.read(len(_COMPOUND))
    if head == _COMPOUND and _ENCRYPTED_STREAM in file.read():
        raise _locked()
    file.seek(0)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to far too much, before anything of it is unpacked."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swells = any(part.file_size > _BOMB_RATIO * max(part.compress_size, 1024) for part in parts)
    if unpacked > _UNPACKED_LIMIT or len(parts) > _PARTS_LIMIT or swells:
        raise Refusal(
            _("The file unpacks to far too much. Save it anew, or in several files."),
            code="file_bomb",
            status=422,
        )


def _macros() -> Refusal:
    return Refusal(
        _("The file contains macros. Save it without them and send it again."),
        code="file_macros",
        status=415,
    )


def _locked() -> Refusal:
    return Refusal(
        _("The file opens with a password only. Save it without one and send it again."),
        code="file_encrypted",
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
