"""Attachments as members of a panel read them: neutral name, no metadata, after the declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.files.views import download_of
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.permissions import may_look
from marketplace.reviews.views.own import held_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_safe
def attachment(request: HttpRequest, code: str, *, label: str, place: int) -> HttpResponse:
    """Send an attachment of the bid under an expert's own letter."""
    held = held_or_404(request, code)
    may_look(request.user, held).demand()
    for bid in labelled_bids(held):
        for file in bid.files:
            if bid.label == label and file.place == place:
                return download_of(bid.read(file), name=file.name, media_type=file.media_type)
    raise Http404
