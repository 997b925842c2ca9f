"""The approval sheet as a page that prints on A4, the scans, and files of a version in work."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.files.views import sent
from marketplace.listings import permissions
from marketplace.listings.comparing import written
from marketplace.listings.forms.steps import ScanForm
from marketplace.listings.sheets import attach_scan, sheet_of
from marketplace.listings.views.access import (
    attempt,
    person_of,
    readable,
    revision_of,
    to_item,
)


@login_required
@require_safe
def sheet(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show the approval sheet of the version that went through approvals last."""
    listing = readable(request, key, pk)
    permissions.may_read_sheets(request.user, listing).demand()
    found = sheet_of(listing)
    if found is None:
        raise Http404
    version = found.revision.as_object()
    context = {
        "sheet": found,
        "listing": listing,
        "version": version,
        "key": key,
        "lifecycle": listing.lifecycle,
        "fields": written(version),
    }
    return render(request, "listings/sheet.html", context)


@login_required
@require_POST
def attach(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Attach a scan of the stamped sheet."""
    listing = readable(request, key, pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the scan of the stamped sheet."))
        return to_item(listing)
    person, upload = person_of(request), form.cleaned_data["scan"]
    attempt(
        request,
        lambda: attach_scan(listing, upload, by=person),
        _("The scan is attached."),
    )
    return to_item(listing)


@login_required
@require_safe
def version_file(
    request: HttpRequest, *, key: str, pk: int, revision: int, blob: int
) -> HttpResponse:
    """Send a file of a version in work, for those who may see the work."""
    listing = readable(request, key, pk)
    version = revision_of(listing, revision).as_object()
    for attachment in version.attachments.all():
        if attachment.blob_id == blob:
            return sent(attachment.blob)
    raise Http404
