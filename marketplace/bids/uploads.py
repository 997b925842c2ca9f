"""Uploads that touch no disk unencrypted: kept in memory, up to the size of an attachment."""

from __future__ import annotations

import functools
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]


class MemoryUpload(FileUploadHandler):
    """Keeps a file's bytes in memory; of one that is too large it keeps the size alone."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.content = BytesIO()
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece."""
        self.size += len(raw_data)
        if self.size <= settings.MAX_ATTACHMENT_BYTES:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file; the action refuses one whose size is too large."""
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name or "",
            self.content_type,
            self.size,
            self.charset,
            self.content_type_extra,
        )


def in_memory(view: View) -> View:
    """Let a view take its uploads in memory; the check against forged requests comes after that."""
    protected = csrf_protect(view)

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [MemoryUpload(request)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(wrapper)
