"""The page that shows a whole draft before it is sent: what is missing, mistaken, fulfilled."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.claims.draft_permissions import is_helping, may_hand_over
from marketplace.claims.drafted import Drafted
from marketplace.claims.filling import hand_over
from marketplace.claims.forms import number_in
from marketplace.claims.models import Claim
from marketplace.claims.permissions import gates_between, may_change, may_claim
from marketplace.claims.questions import Step
from marketplace.claims.submitting import submit_draft
from marketplace.claims.views.draft_state import state_of
from marketplace.claims.views.finding import draft_of, followed_demand
from marketplace.claims.views.meanwhile import changes_beside
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.addenda import addenda_of
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from marketplace.claims.models import ClaimDraft
    from marketplace.claims.models.draft import DraftKey
    from marketplace.core.decisions import Decision
    from marketplace.listings.addenda import Announced


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: str, firm: DraftKey) -> HttpResponse:
    """Show everything that would be sent, or send it so; who fills in hands it over instead."""
    draft = draft_of(request.user, number, firm=firm)
    if draft is None:
        return redirect("claims:start", number, firm)
    if is_helping(request.user, draft):
        return _handed_over(request, draft)
    if request.method != "POST":
        return _page(request, Drafted(draft, by=person_of(request)))
    try:
        claim = submit_draft(
            draft,
            by=person_of(request),
            seen=request.POST.get("seen", ""),
            idempotency_key=request.POST.get("key", ""),
        )
    except Refusal as refusal:
        return _page(request, Drafted(draft, by=person_of(request)), refusal)
    return redirect("claims:receipt", claim.receipt)


def _handed_over(request: HttpRequest, draft: ClaimDraft) -> HttpResponse:
    """Show who fills in what the firm would send, and nothing of the firm; or hand it over."""
    person, refusal = person_of(request), None
    if request.method == "POST":
        try:
            hand_over(draft, by=person)
        except Refusal as told:
            refusal = told
        else:
            messages.success(request, _("Handed over; the firm is asked to check and send it."))
            return redirect("claims:filling")
    context = _shown(Drafted(draft, by=person)) | {
        "is_helping": True,
        "decision": may_hand_over(person, draft),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "claims/review.html", context, status=status)


def _shown(drafted: Drafted, *, shown: int = 0) -> dict[str, Any]:
    """Return what both who sends and who fills in see of a draft; `shown` is an addendum's number.

    Addenda up to it stand elsewhere on the page.
    """
    draft = drafted.draft
    return {
        "demand": draft.demand,
        "demand_live": followed_demand(draft.demand),
        **changes_beside(draft, shown=shown),
        "is_shown": draft.demand.is_public,
        "draft": draft,
        "drafted": drafted,
        "application": _with_faults(drafted),
        "steps": tuple(Step),
        "at": len(Step) + 1,
        "state": state_of(draft, drafted.by),
    }


def _with_faults(drafted: Drafted) -> dict[str, Any]:
    """Return what would be sent, with what keeps a partner from being sent beside its row."""
    plain = drafted.plain
    for row, (_partner, fault) in zip(
        plain.get("partners", ()), drafted.partner_rows, strict=False
    ):
        row["fault"] = fault
    return plain


def _page(request: HttpRequest, drafted: Drafted, refusal: Refusal | None = None) -> HttpResponse:
    draft, now = drafted.draft, clock.now()
    live = Claim.objects.live().for_rows().filter(demand=draft.demand, firm=draft.firm).first()
    chosen = drafted.capability
    news = _news(request, draft, refusal)
    shown = news[0].addendum.number if news else 0
    context = _shown(drafted, shown=shown) | {
        "claim": live,
        "decision": _may_send(request, drafted, live, at=now),
        "gates": gates_between(draft.demand, draft.firm, capability=chosen, at=now),
        "refusal": refusal,
        "news": news,
        "key": secrets.token_urlsafe(16),
    }
    status = refusal.status if refusal else 200
    return render(request, "claims/review.html", context, status=status)


def _news(request: HttpRequest, draft: ClaimDraft, refusal: Refusal | None) -> list[Announced]:
    """Return the addenda that came since the page was shown, where a sending was refused so."""
    if refusal is None or refusal.code != "changed_meanwhile" or not draft.demand.is_public:
        return []
    return addenda_of(draft.demand, after=number_in(request.POST.get("addendum", "")))


def _may_send(
    request: HttpRequest, drafted: Drafted, live: Claim | None, *, at: datetime
) -> Decision:
    draft = drafted.draft
    if live is not None:
        return may_change(request.user, live, at=at)
    return may_claim(request.user, draft.demand, firm=draft.firm, at=at, claims=[])
