"""Downloads, for those who may read them."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from marketplace.files import access
from marketplace.files.models import Blob


@require_safe
def download(request: HttpRequest, label: str, key: int) -> HttpResponse:
    """Send an attachment's bytes as a download.

    What is missing and what may not be read look the same, so that nobody can count drafts.
    """
    attachment = access.readable(request.user, label, key=key)
    if attachment is None:
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return sent(attachment.blob)  # type: ignore[attr-defined]


def sent(blob: Blob) -> HttpResponse:
    """Return a blob's bytes as a download; the caller has asked who may read it."""
    response = HttpResponse(blob.path.read_bytes(), content_type=blob.media_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=blob.original_name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
