"""Opened bids: the owner's list, one bid, and its attachments, decrypted on the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.bids import permissions
from marketplace.bids.attachments import attachment_of
from marketplace.bids.doors import bid_or_404, challenge_or_404
from marketplace.bids.models import Bid, FormalCheck
from marketplace.bids.proposals import shown
from marketplace.challenges.permissions import may_run
from marketplace.files.views import download_of
from marketplace.sealing.commitments import committed as committed_bytes

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_required
@never_cache
@require_safe
def of_challenge(request: HttpRequest, number: str) -> HttpResponse:
    """List the opened bids of a challenge for its officers and its supervisor."""
    challenge = challenge_or_404(request.user, number)
    if not (may_run(request.user, challenge) or permissions.may_supervise(request.user, challenge)):
        raise Http404
    bids = Bid.objects.visible_to(request.user).for_rows().filter(challenge=challenge)
    context = {"challenge": challenge, "demand": challenge.demand, "bids": bids}
    return render(request, "bids/of_challenge.html", context)


@login_required
@never_cache
@require_safe
def opened(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show one opened bid to its bidder, the officers and the supervisor."""
    bid = bid_or_404(request.user, receipt)
    context = {
        "bid": bid,
        "content": shown(bid.content) if bid.content else {},
        "challenge": bid.challenge,
    }
    context["demand"] = bid.challenge.demand
    context["check"] = FormalCheck.objects.filter(bid=bid).first()
    return render(request, "bids/opened.html", context)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, receipt: str, place: int) -> HttpResponse:
    """Send an attachment of an opened bid as a download."""
    bid = bid_or_404(request.user, receipt)
    if not place < len(bid.files):
        raise Http404
    facts = bid.content["files"][place]
    content = attachment_of(bid, place)
    return download_of(content, name=facts["name"], media_type=facts["media_type"])


@login_required
@never_cache
@require_safe
def committed(request: HttpRequest, receipt: str) -> HttpResponse:
    """Send what the commitment of an opened bid is the digest of, so that anybody checks it."""
    bid = bid_or_404(request.user, receipt)
    if bid.fault:
        raise Http404
    content = committed_bytes(bid.content, salt=bid.salt)
    return download_of(content, name=f"{bid.receipt}.txt", media_type="text/plain")
