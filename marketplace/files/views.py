"""Downloads, for those who may read them."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from marketplace.files import access
from marketplace.files.models import Blob


@require_safe
def download(request: HttpRequest, label: str, name: str) -> HttpResponse:
    """Send an attachment's bytes as a download.

    What is missing and what may not be read look the same, so that nobody can count drafts.
    """
    attachment = access.readable_named(request.user, label, name=name)
    if attachment is None:
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return sent(attachment.blob)  # type: ignore[attr-defined]


def sent(blob: Blob) -> HttpResponse:
    """Return a blob's bytes as a download; the caller has asked who may read it."""
    content = blob.path.read_bytes()
    return download_of(content, name=blob.original_name, media_type=blob.media_type)


def download_of(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Return bytes as a download that no browser opens by itself and nobody's cache keeps."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
