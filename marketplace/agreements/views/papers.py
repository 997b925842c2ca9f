"""A version to read and print, what changed in it, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.agreements.differences import changes_between
from marketplace.agreements.document import document_of
from marketplace.agreements.models import AgreementVersion, FileKind
from marketplace.agreements.reading import versions_read_by
from marketplace.agreements.rendering import rendered, start_pdf
from marketplace.agreements.views.agreements import visible_or_404
from marketplace.files.views import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.agreements.models import Agreement


@login_required
@require_safe
def version(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show a version as it prints."""
    agreement, found = _version_or_404(request, number, place)
    context = {
        "agreement": agreement,
        "demand": agreement.challenge.demand,
        "version": found,
        "document": document_of(found),
    }
    return render(request, "agreements/version.html", context)


@login_required
@require_safe
def changes(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show what a version changed, compared with the one before it that the person reads."""
    agreement, found = _version_or_404(request, number, place)
    earlier = versions_read_by(request.user, agreement).filter(number__lt=place).first()
    if earlier is None:
        raise Http404
    context = {
        "agreement": agreement,
        "demand": agreement.challenge.demand,
        "version": found,
        "earlier": earlier,
        "changes": list(changes_between(earlier, found)),
    }
    return render(request, "agreements/changes.html", context)


@login_required
@require_safe
def docx(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Send a version as a Word file, which is made the first time."""
    _agreement, found = _version_or_404(request, number, place)
    return sent(rendered(found, FileKind.DOCX).blob)


@login_required
@require_POST
def pdf(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Let a version be made as a PDF in the background, where this machine can."""
    _agreement, found = _version_or_404(request, number, place)
    if start_pdf(found):
        messages.success(request, _("The PDF is being made; it is here in a moment."))
    else:
        messages.error(
            request, _("PDF files cannot be made here. Use the Word file, or print the page.")
        )
    return redirect("agreements:detail", number)


def _version_or_404(
    request: HttpRequest, number: str, place: int
) -> tuple[Agreement, AgreementVersion]:
    """Return an agreement and its version that a person may read; Http404 for any other."""
    agreement = visible_or_404(request.user, number)
    found = versions_read_by(request.user, agreement).filter(number=place).first()
    if found is None:
        raise Http404
    found.agreement = agreement
    return agreement, found
