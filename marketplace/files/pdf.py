"""PDF files without what says who wrote them, and without what runs in them."""

from __future__ import annotations

import io
from typing import Any, Final

import pikepdf

from marketplace.files.pictures import BrokenPictureError, without_remarks

_SAID: Final = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/Author",
    "/Creator",
    "/Producer",
    "/Company",
    "/ModDate",
    "/CreationDate",
    "/NM",
)
_RUNS: Final = ("/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA")
_DEEPEST: Final = 100
_SIGNED: Final = ("/Name", "/Location", "/Reason", "/ContactInfo", "/Contents", "/Cert", "/M")


class UnreadablePdfError(ValueError):
    """The bytes are no PDF that can be opened."""


def is_locked(content: bytes) -> bool:
    """Return whether a PDF opens with a password only; what is no PDF is not locked."""
    try:
        with pikepdf.open(io.BytesIO(content)):
            return False
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PikepdfError, RuntimeError, ValueError):
        return False


def without_traces(content: bytes) -> bytes:
    """Return a PDF without authors, programs, dates, attached files and scripts.

    Remarks keep their words and lose their writers; signatures stay as a picture alone.
    UnreadablePdfError for one that cannot be opened.
    """
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            for found in document.objects:
                _clean(found)
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            document.save(out, deterministic_id=True)
    except (pikepdf.PikepdfError, RuntimeError, ValueError) as error:
        raise UnreadablePdfError("no PDF that can be opened") from error
    return out.getvalue()


def _clean(found: Any, depth: int = 0) -> None:
    """Clean an object and what it holds directly; what it points at comes by itself."""
    if depth > _DEEPEST:
        raise UnreadablePdfError("objects in objects without end")
    if isinstance(found, pikepdf.Array):
        _clean_all(list(found), depth)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        _clean_names(found)
        _clean_all([value for _name, value in found.items()], depth)


def _clean_all(values: list[Any], depth: int) -> None:
    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _clean(value, depth + 1)


def _clean_names(found: Any) -> None:
    for name in (*_SAID, *_RUNS, *_more(found)):
        if name in found:
            del found[name]
    if isinstance(found, pikepdf.Stream):
        _clean_picture(found)


def _more(found: Any) -> tuple[str, ...]:
    """Return what else says who it was: writers of remarks, what stands in a signature."""
    if found.get("/Type") == "/Sig" or "/ByteRange" in found:
        return _SIGNED
    is_remark = "/Rect" in found and "/Subtype" in found and found.Subtype != "/Widget"
    return ("/T",) if is_remark else ()


def _clean_picture(found: Any) -> None:
    if found.get("/Filter") != "/DCTDecode":
        return
    try:
        picture = without_remarks(found.read_raw_bytes())
    except BrokenPictureError:
        return
    found.write(picture, filter=pikepdf.Name.DCTDecode)
