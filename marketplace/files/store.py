"""Takes an uploaded file in: checked, hashed, written once."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.files.detection import media_type
from marketplace.files.models import Blob, path_of

_NAME_LENGTH = 120


def store(upload: UploadedFile[bytes], *, by: User | None) -> Blob:
    """Return a new blob of an upload; Refusal where it is too large, empty, broken or unwanted."""
    size = checked_size(upload)
    name = clean_name(upload.name or "")
    file = cast("BinaryIO", upload.file)
    detected = media_type(file, PurePosixPath(name).suffix.lower().removeprefix("."))
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    _write_once(upload, path_of(sha256))
    return Blob.objects.create(
        sha256=sha256,
        size=size,
        media_type=detected,
        original_name=name,
        uploaded_by=by,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """An upload that was checked, in memory: for rooms that keep it in a form of their own."""

    name: str
    media_type: str
    content: bytes


def taken(upload: UploadedFile[bytes]) -> Taken:
    """Return a checked upload; Refusal where it is too large, empty, broken or unwanted."""
    checked_size(upload)
    name = clean_name(upload.name or "")
    file = cast("BinaryIO", upload.file)
    detected = media_type(file, PurePosixPath(name).suffix.lower().removeprefix("."))
    file.seek(0)
    return Taken(name, detected, file.read())


def clean_name(name: str) -> str:
    """Return a file name without folders, control and direction characters, kept short."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_NAME_LENGTH] or "file"
    return f"{stem[:_NAME_LENGTH] or 'file'}.{ending[:10]}"


def checked_size(upload: UploadedFile[bytes]) -> int:
    """Return the size of an upload; Refusal where it is empty or too large."""
    if not upload.size:
        raise Refusal(_("The file is empty."), code="file_empty", status=422)
    if upload.size > settings.MAX_ATTACHMENT_BYTES:
        raise Refusal(
            _("The file has %(size)s; at most %(limit)s are accepted.")
            % {
                "size": filesizeformat(upload.size),
                "limit": filesizeformat(settings.MAX_ATTACHMENT_BYTES),
            },
            code="file_too_large",
            status=413,
        )
    return upload.size


def _write_once(upload: UploadedFile[bytes], path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under its final name a blob is always whole: it is written beside, then moved.
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        for chunk in upload.chunks():
            draft.write(chunk)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)
