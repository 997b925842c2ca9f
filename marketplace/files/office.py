"""Office documents without authors, companies, paths and dates: the same parts, said by nobody."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Final

from marketplace.files.pictures import BrokenPictureError, without_remarks

_LARGEST_PART: Final = 100 * 1024 * 1024
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg"})
_DOCUMENTS: Final = frozenset({".docx", ".xlsx", ".pptx"})
_XML: Final = frozenset({".xml", ".rels"})
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/"
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_EMPTY: Final = {
    "docProps/core.xml": f'<coreProperties xmlns="{_PACKAGE}metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_DOCUMENT}extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_DOCUMENT}custom-properties"/>',
}
_PEOPLE: Final = re.compile(
    rb"(\b(?:w:author|w:initials|w1[56]\w*:(?:author|userId|providerId)|lastEditedBy|userName"
    rb"|modifiedBy)=)(\"[^\"]*\"|'[^']*')"
)
_NAMED: Final = re.compile(
    rb"(\b(?:name|displayName|initials|userId|providerId)=)(\"[^\"]*\"|'[^']*')"
)
_AUTHOR: Final = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_PATH: Final = re.compile(rb"<x15ac:absPath\b[^>]*/>")
_THUMBNAIL: Final = re.compile(rb"<Relationship\b[^>]*docProps/thumbnail[^>]*/>")
_LISTS_OF_PEOPLE: Final = re.compile(
    r"(^|/)(people|commentAuthors|authors|persons?/[^/]+|persons?)\.xml$"
)


class UnreadableDocumentError(ValueError):
    """A document holds a part in which nobody can look for names."""


def without_people(content: bytes) -> bytes:
    """Return an office document without what says who wrote it, where and when.

    UnreadableDocumentError where it holds embedded objects, or parts that are too large or broken.
    """
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as given,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
        ):
            for part in given.infolist():
                if part.is_dir() or part.filename.startswith("docProps/thumbnail"):
                    continue
                if part.file_size > _LARGEST_PART:
                    raise UnreadableDocumentError(part.filename)
                text = _cleaned(part.filename, given.read(part))
                kept.writestr(zipfile.ZipInfo(part.filename, _DATE), text, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableDocumentError("a broken archive") from error
    return out.getvalue()


def _cleaned(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return _HEAD + _EMPTY[name].encode()
    return _way(name)(name, content)


def _way(name: str) -> Callable[[str, bytes], bytes]:
    ending = f".{name.rpartition('.')[2].lower()}"
    if ending in _XML:
        return _cleaned_xml
    if ending in _PICTURES:
        return _cleaned_picture
    if ending in _DOCUMENTS:
        return _cleaned_document
    if "/embeddings/" in name or "/activeX/" in name or "/printerSettings/" in name:
        return _unknown
    return _as_it_is


def _cleaned_xml(name: str, content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocumentError(name)
    text = _AUTHOR.sub(rb"\1\2", _PEOPLE.sub(rb'\1""', content))
    text = _THUMBNAIL.sub(b"", _PATH.sub(b"", text))
    return _NAMED.sub(rb'\1""', text) if _LISTS_OF_PEOPLE.search(name) else text


def _cleaned_picture(name: str, content: bytes) -> bytes:
    try:
        return without_remarks(content)
    except BrokenPictureError as error:
        raise UnreadableDocumentError(name) from error


def _cleaned_document(_name: str, content: bytes) -> bytes:
    return without_people(content)


def _unknown(name: str, content: bytes) -> bytes:
    if "/printerSettings/" in name:
        return bytes(len(content[:4]))
    raise UnreadableDocumentError(name)


def _as_it_is(_name: str, content: bytes) -> bytes:
    return content
