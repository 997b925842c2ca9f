"""What was sent, for later: versions, the A4 print, the stamped scan, and the public check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.claims.models import ClaimVersion
from marketplace.claims.submitting import attach_receipt
from marketplace.claims.versions import verified
from marketplace.claims.views.proof import check_url, qr_code
from marketplace.claims.views.reading import visible_claim_or_404
from marketplace.core.refusals import Refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_NUMBER_LENGTH = 40
_DIGEST_LENGTH = 200


@login_required
@require_safe
def version(request: HttpRequest, receipt: str, number: int) -> HttpResponse:
    """Show an application as it was sent with one of its versions; it prints on A4."""
    claim = visible_claim_or_404(request.user, receipt)
    rows = ClaimVersion.objects.filter(claim=claim, number=number)
    found = rows.select_related("submitted_by").prefetch_related("files__blob").first()
    if found is None:
        raise Http404
    context = {
        "claim": claim,
        "version": found,
        "sheet": found.sheet,
        "application": found.application,
        "address": check_url(request, found),
        "code": qr_code(check_url(request, found)),
    }
    return render(request, "claims/print.html", context)


@login_required
@require_POST
def attach(request: HttpRequest, receipt: str) -> HttpResponse:
    """Attach the scan of the stamped print."""
    claim = visible_claim_or_404(request.user, receipt)
    scan = request.FILES.get("scan")
    if scan is None:
        messages.error(request, _("Choose the scan of the stamped receipt."))
        return redirect("claims:receipt", claim.receipt)
    try:
        attach_receipt(claim, scan, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The scan is attached."))
    return redirect("claims:receipt", claim.receipt)


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Say to anybody whether a receipt number and a digest belong together, and nothing else.

    An unknown number and a wrong digest get the same answer.
    """
    receipt = request.GET.get("receipt", "")[:_NUMBER_LENGTH]
    digest = request.GET.get("digest", "")[:_DIGEST_LENGTH]
    context = {
        "receipt": receipt,
        "digest": digest,
        "is_asked": bool(receipt or digest),
        "version": verified(receipt, digest),
    }
    return render(request, "claims/check.html", context)
