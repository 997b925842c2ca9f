"""Copies of files that say nothing of who made them, for people who must not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refusal
from marketplace.files.detection import MEDIA_TYPES
from marketplace.files.office import UnreadableDocumentError, without_people
from marketplace.files.pdf import UnreadablePdfError, without_traces
from marketplace.files.pictures import BrokenPictureError, without_remarks


def _as_it_is(content: bytes) -> bytes:
    return content


_WAYS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "pdf": without_traces,
    "docx": without_people,
    "xlsx": without_people,
    "pptx": without_people,
    "png": without_remarks,
    "jpg": without_remarks,
    "csv": _as_it_is,
    "txt": _as_it_is,
}
_ENDINGS: Final = {media_type: sort for sort, media_type in MEDIA_TYPES.items()}


def neutral_copy(content: bytes, media_type: str) -> bytes:
    """Return a file without its metadata: authors, companies, programs, places, dates.

    What its pages say stays. Refusal where that cannot be done for certain.
    """
    try:
        return _WAYS[_ENDINGS[media_type]](content)
    except (UnreadableDocumentError, UnreadablePdfError, BrokenPictureError, KeyError) as error:
        raise Refusal(
            _(
                "What says who wrote this file cannot be taken out: it is damaged, or holds"
                " embedded objects. Save it anew without them, for instance as PDF."
            ),
            code="file_not_neutral",
            status=422,
        ) from error


def neutral_name(media_type: str, *, label: str, place: int) -> str:
    """Return a name that tells a file from others, and nothing of who made it."""
    ending = _ENDINGS.get(media_type, "bin")
    return f"方案{label}-附件{place}.{ending}"
