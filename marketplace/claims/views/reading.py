"""The receipt of an application, and a person's own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.claims.forms import AnswerForm
from marketplace.claims.mandates import HELPING_KINDS, firms_of
from marketplace.claims.models import Claim, ClaimDraft, ClaimPartner, StampedReceipt
from marketplace.claims.permissions import (
    APPLICANT,
    DECIDING,
    gates_between,
    may_change,
    may_decide,
    may_read_claims_of,
    unconfirmed_addendum,
    verbs_open_to,
)
from marketplace.claims.slots import slots_of
from marketplace.claims.versions import version_of
from marketplace.claims.views.handling import handling_of
from marketplace.claims.views.kept import kept_text
from marketplace.claims.views.proof import check_url, qr_code
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.notifications import topics
from marketplace.organisations.permissions import organisations_of
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show an application to the firm that made it and to the officers who answer it."""
    live = topics.followed("claim", receipt.upper())
    claim = visible_claim_or_404(request.user, receipt)
    form = AnswerForm(initial=kept_text(request))
    return receipt_page(request, claim, form, live=live)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the applications of a person's firms, and those that wait for the person's answer."""
    own = Claim.objects.of_firms_of(request.user).for_rows()
    person, firms = person_of(request), organisations_of(request.user, APPLICANT)
    drafts = ClaimDraft.objects.visible_to(person).filter(firm__in=firms).unsent().for_rows()
    asked = ClaimPartner.objects.visible_to(request.user).for_rows()
    context = {
        "drafts": drafts,
        "invitations": asked.filter(state=ClaimPartner.State.INVITED),
        "page": page_of(request, own),
        "waiting": page_of(request, waiting_for(request.user), name="waiting"),
        "may_allow": bool(firms_of(person)),
        "may_fill_in": any(firm.kind in HELPING_KINDS for firm in firms),
        "now": clock.now(),
    }
    return render(request, "claims/mine.html", context)


def waiting_for(user: Any) -> Any:
    """Return the claims that wait for a person's answer, the most urgent first."""
    waiting = Claim.objects.handled_by(user, DECIDING).filter(state=Claim.State.SUBMITTED)
    return waiting.for_rows().by_urgency()


def visible_claim_or_404(user: Any, receipt: str) -> Claim:
    """Return the claim with a receipt number that a person may read; Http404 for any other."""
    claim: Claim | None = (
        Claim.objects.visible_to(user).for_rows().filter(receipt=receipt.upper()).first()
    )
    if claim is None:
        raise Http404
    return claim


def receipt_page(
    request: HttpRequest,
    claim: Claim,
    form: AnswerForm,
    *,
    status: int = 200,
    typed: Mapping[str, Form] | None = None,
    live: topics.Followed | None = None,
) -> HttpResponse:
    """Return the page of an application with what its reader may do, and other forms as typed."""
    now = clock.now()
    version = version_of(claim)
    address = check_url(request, version)
    context = {
        "claim": claim,
        "version": version,
        "application": version.application,
        "versions": claim.versions.order_by("-number"),
        "scans": StampedReceipt.objects.filter(version__claim=claim).select_related("blob"),
        "address": address,
        "code": qr_code(address),
        "demand": claim.demand,
        "gates": gates_between(claim.demand, claim.firm, capability=claim.capability, at=now),
        "is_officer": bool(may_read_claims_of(request.user, claim.demand)),
        "decision": may_decide(request.user, claim),
        "verbs": {row.verb for row in verbs_open_to(request.user, claim)},
        "is_late": claim.is_late_at(now),
        "form": form,
        "unconfirmed": unconfirmed_addendum(claim),
        "slots": slots_of(claim.demand),
        "is_over": claim.demand.lifecycle.phase_at(now) == "closed",
        "may_change": may_change(request.user, claim, at=now),
        **handling_of(request, claim),
        **(typed or {}),
        "live": live or topics.followed("claim", claim.receipt),
    }
    return render(request, "claims/receipt.html", context, status=status)
