"""The sealed receipt, one's own bids, and the check that anybody may make after the opening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.bids.doors import challenge_or_404, firm_or_404
from marketplace.bids.forms import PassphraseForm
from marketplace.bids.models import Bid, BidPartner
from marketplace.bids.outcomes import outcomes_of
from marketplace.bids.permissions import may_withdraw
from marketplace.bids.proposals import shown
from marketplace.bids.resuming import resume_bid
from marketplace.bids.standing import all_standings, standing_of
from marketplace.bids.submitting import read_own_bid, withdraw_bid
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.notifications.topics import followed
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, number: str, door: str) -> HttpResponse:
    """Show the receipt of a sealed bid, and with its passphrase what was sealed."""
    challenge = challenge_or_404(request.user, number)
    firm = firm_or_404(request.user, challenge, door=door)
    now = clock.now()
    standing = standing_of(challenge, firm, user=request.user, at=now)
    if standing.bid is None:
        return redirect(standing.url)
    form = PassphraseForm(request.POST or None)
    content: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        passphrase = form.cleaned_data["passphrase"]
        try:
            content = read_own_bid(challenge, firm=firm, passphrase=passphrase)
            if request.POST.get("go") == "change":
                resume_bid(challenge, firm=firm, by=person_of(request), passphrase=passphrase)
                return redirect("bids:draft", number, door)
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "firm": firm,
        "standing": standing,
        "bid": standing.bid,
        "form": form,
        "content": shown(content) if content else None,
        "may_withdraw": may_withdraw(request.user, challenge, firm=firm, at=now),
    }
    return render(request, "bids/receipt.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str, door: str) -> HttpResponse:
    """Take a sealed bid back."""
    challenge = challenge_or_404(request.user, number)
    firm = firm_or_404(request.user, challenge, door=door)
    try:
        withdraw_bid(challenge, firm=firm, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your bid is withdrawn and destroyed."))
    return redirect("bids:receipt", number, door)


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what a person's organisations have drafted, sealed, withdrawn, and had opened."""
    live = {"live": followed("my_bids", "all"), "own": followed("my_bids", str(request.user.pk))}
    partners = BidPartner.objects.for_organisations_of(request.user).for_rows()
    standings = all_standings(request.user, at=clock.now())
    became = outcomes_of(request.user, [one.opened for one in standings if one.opened])
    context = {
        **live,
        "standings": standings,
        "became": [(one, became[one.opened.pk]) for one in standings if one.opened],
        "partners": partners.order_by("-asked_at"),
    }
    return render(request, "bids/mine.html", context)


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Say to anybody whether an opened bid has this receipt and commitment, and nothing else.

    Before the opening every receipt is as unknown as one that was never given.
    """
    receipt = request.GET.get("receipt", "").strip().upper()[:40].replace("\0", "")
    digest = request.GET.get("digest", "").strip().lower()[:100].replace("\0", "")
    found = Bid.objects.published().filter(receipt=receipt, commitment=digest).first()
    context = {
        "receipt": receipt,
        "digest": digest,
        "is_asked": bool(receipt or digest),
        "bid": found if found is not None and found.is_committed else None,
    }
    return render(request, "bids/check.html", context)
