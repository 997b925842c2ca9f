"""Pictures without what their cameras and programs wrote into them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageOps

_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_PNG_SAID: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_JPEG_KEPT: Final = frozenset({0xE0, 0xE2, 0xEE})
"""Application segments that say how to draw the picture: JFIF, colour profile, Adobe."""

_APPLICATIONS: Final = range(0xE0, 0xF0)
_MARK, _REMARK, _SCAN = 0xFF, 0xFE, 0xDA
_JPEG_END: Final = b"\xff\xd9"

_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = (None, 1)


class BrokenPictureError(ValueError):
    """The bytes are no whole picture of their type."""


def without_remarks(content: bytes) -> bytes:
    """Return a PNG or JPEG without dates, places, programs and people; pixels stay as they are.

    A picture that its camera marked as turned is turned, and for that packed anew.
    """
    if content.startswith(_PNG_HEAD):
        return _PNG_HEAD + b"".join(_png_parts(content))
    upright = _turned(content)
    return b"".join(_jpeg_parts(upright))


def _png_parts(content: bytes) -> Iterator[bytes]:
    at = len(_PNG_HEAD)
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        part = content[at : at + 12 + length]
        if name not in _PNG_SAID:
            yield part
        at += 12 + length
        if name == b"IEND":
            return
    raise BrokenPictureError("a PNG without its end")


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    """Yield the segments of a JPEG but remarks and applications' own, then the picture."""
    if not content.startswith(b"\xff\xd8"):
        raise BrokenPictureError("no JPEG")
    yield content[:2]
    at = 2
    while at + 4 <= len(content):
        mark = content[at + 1]
        if content[at] != _MARK:
            raise BrokenPictureError("a JPEG whose segments do not follow each other")
        if mark == _SCAN:
            yield content[at : _end_of_picture(content, at)]
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if not _is_said(mark):
            yield content[at:end]
        at = end
    raise BrokenPictureError("a JPEG without its picture")


def _is_said(mark: int) -> bool:
    return mark == _REMARK or (mark in _APPLICATIONS and mark not in _JPEG_KEPT)


def _end_of_picture(content: bytes, start: int) -> int:
    """Return where the picture ends; smaller ones that some cameras put after it are left out."""
    end = content.find(_JPEG_END, start)
    if end < 0:
        raise BrokenPictureError("a JPEG without its end")
    return end + len(_JPEG_END)


def _turned(content: bytes) -> bytes:
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG"])
        if image.getexif().get(_ORIENTATION) in _UPRIGHT:
            return content
        out = io.BytesIO()
        ImageOps.exif_transpose(image).save(out, "JPEG", quality=95)
    except (OSError, SyntaxError, ValueError) as error:
        raise BrokenPictureError("no JPEG") from error
    return out.getvalue()
