"""The chair's pages: findings beside the signed sheets, the ranking as it would be, freezing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.claims.views.draft_state import clock_time
from marketplace.claims.views.kept import forget_text, kept_text, sign_in_first
from marketplace.core.refusals import Refusal
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.reviews import consensus
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.ranking_record import line_as_plain
from marketplace.reviews.rounds import chair_of, standing_round
from marketplace.reviews.score_forms import AgreedForm, FindingsForm, FreezeForm
from marketplace.reviews.score_permissions import may_freeze, may_lead
from marketplace.reviews.scoring import criteria_of
from marketplace.reviews.steps import steps_of
from marketplace.reviews.views.saving import (
    saved_answer,
    saved_or_told,
    signed_out_answer,
    typed_in,
)
from marketplace.reviews.views.sheets import bid_or_404, letters_of, signed_by_all, sitting_or_404

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from marketplace.reviews.labels import Labelled
    from marketplace.reviews.models import Finding, ReviewRound, Seat


@dataclass(frozen=True, slots=True)
class Noted:
    """A bid with how many notes the chair still owes."""

    bid: Labelled
    missing: int


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a bid's signed scores beside the chair's notes, and save them."""
    if not request.user.is_authenticated:
        return sign_in_first(request, typed_in(request))
    seat, review = _led_or_404(request, code)
    bid = bid_or_404(seat, key)
    if request.method != "POST":
        form = _form(seat, review, bid=bid, kept=kept_text(request))
        return _page(request, seat, bid=bid, form=form)
    form = _form(seat, review, bid=bid, data=request.POST)
    is_saved = saved_or_told(form, lambda: _save(request, seat, bid=bid, form=form))
    forget_text(request)
    if not is_saved:
        return _page(request, seat, bid=bid, form=form, status=422)
    messages.success(request, _("Saved."))
    bids = labelled_bids(seat)
    place = [one.key for one in bids].index(bid.key) + 1
    if request.POST.get("go") == "next" and place < len(bids):
        return redirect("reviews:findings", seat.code, bids[place].key)
    return redirect("reviews:freeze", seat.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save what the page of findings sends by itself, and answer with what is stored."""
    if not request.user.is_authenticated:
        return signed_out_answer("reviews:findings", code, key)
    seat, review = _led_or_404(request, code)
    bid = bid_or_404(seat, key)
    faults: dict[str, Any] = {}
    if request.method == "POST":
        form = _form(seat, review, bid=bid, data=request.POST)
        _save(request, seat, bid=bid, form=form)
        faults = form.errors
    return saved_answer(_form(seat, review, bid=bid), faults=faults)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ranking step by step; the chair signs it, every member reads it once frozen."""
    seat = sitting_or_404(request, code)
    review = standing_round(seat.panel)
    if review is None:
        raise Http404
    if not review.is_scoring:
        return _frozen_page(request, seat, review)
    _led_or_404(request, code)
    try:
        result = consensus.computed(seat.panel)
    except Refusal as refusal:
        return _freeze_page(request, seat, form=None, refusal=refusal)
    letters = {one.bid.receipt: one for one in labelled_bids(seat)}
    ties = [
        [(letters[bid].key, letters[bid].label, bid) for bid in group] for group in result.open_ties
    ]
    form = FreezeForm(request.POST or None, request=request, ties=ties)
    if request.method == "POST":

        def act() -> None:
            reason = form.cleaned_data.get("reason", "")
            consensus.freeze_ranking(
                seat.panel, by=person_of(request), order=form.order, reason=reason
            )

        if carried_out(form, act):
            messages.success(request, _("The ranking is frozen. Thank you."))
            return redirect("reviews:freeze", seat.code)
    lines = [line_as_plain(line) for line in result.lines]
    return _freeze_page(request, seat, form=form, lines=lines)


def _led_or_404(request: HttpRequest, code: str) -> tuple[Seat, ReviewRound]:
    """Return the chair's place with the round that goes on; Http404 for every other."""
    seat = sitting_or_404(request, code)
    review, chair = standing_round(seat.panel), chair_of(seat.panel)
    if review is None or chair is None or chair.pk != seat.pk:
        raise Http404
    return seat, review


def _form(
    seat: Seat,
    review: ReviewRound,
    *,
    bid: Labelled,
    data: Any = None,
    kept: dict[str, str] | None = None,
) -> FindingsForm:
    kind = AgreedForm if seat.panel.challenge.agrees_scores else FindingsForm
    stored = {one.criterion_id: one for one in review.findings.filter(bid=bid.bid)}
    return kind(data, criteria=criteria_of(seat), stored=stored, kept=kept)


def _save(request: HttpRequest, seat: Seat, *, bid: Labelled, form: FindingsForm) -> None:
    found = {key: consensus.Found(**values) for key, values in form.sent().items()}
    if found:
        consensus.save_findings(seat.panel, bid=bid.bid, findings=found, by=person_of(request))


def _page(
    request: HttpRequest, seat: Seat, *, bid: Labelled, form: FindingsForm, status: int = 200
) -> HttpResponse:
    review = standing_round(seat.panel)
    decision = may_lead(request.user, seat.panel)
    compared = (
        signed_by_all(request, seat, review=review, flags=True) if review and decision else []
    )
    rows = {row.key: row for one in compared if one.bid == bid.bid.receipt for row in one.rows}
    saved = review.findings.order_by("-saved_at").first() if review else None
    context = {
        "seat": seat,
        "demand": seat.panel.challenge.demand,
        "bid": bid,
        "bids": labelled_bids(seat),
        "form": form,
        "rows": [(row, rows.get(str(row.criterion.pk))) for row in form.rows()],
        "decision": decision,
        "state": {"saved": clock_time(saved.saved_at) if saved else "–"},
    }
    return render(request, "reviews/findings.html", context, status=status)


def _freeze_page(
    request: HttpRequest,
    seat: Seat,
    *,
    form: FreezeForm | None,
    lines: list[dict[str, Any]] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    challenge, decision = seat.panel.challenge, may_freeze(request.user, seat.panel)
    review = standing_round(seat.panel)
    noted = consensus.findings_of(review) if review else {}
    criteria, names = len(criteria_of(seat)), dict(letters_of(seat))
    context = {
        "seat": seat,
        "demand": challenge.demand,
        "challenge": challenge,
        "bids": [
            Noted(one, _missing(noted.get(one.bid.receipt, {}), criteria=criteria))
            for one in labelled_bids(seat)
        ],
        "decision": decision,
        "refusal": refusal,
        "steps": steps_of(lines, challenge=challenge, names=names) if lines and decision else [],
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "reviews/freeze.html", context, status=status)


def _missing(found: Mapping[str, Finding], *, criteria: int) -> int:
    return criteria - sum(bool(one.note.strip()) for one in found.values())


def _frozen_page(request: HttpRequest, seat: Seat, review: ReviewRound) -> HttpResponse:
    challenge, record = seat.panel.challenge, review.ranking.record
    context = {
        "seat": seat,
        "demand": challenge.demand,
        "challenge": challenge,
        "ranking": review.ranking,
        "steps": steps_of(record["lines"], challenge=challenge, names=dict(letters_of(seat))),
    }
    return render(request, "reviews/frozen.html", context)
