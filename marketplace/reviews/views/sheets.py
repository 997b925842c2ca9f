"""A member's sheet: scoring a bid, saving by itself, reading it whole, signing it."""

from __future__ import annotations

from decimal import Decimal
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
from marketplace.organisations.views.doors import carried_out, person_of
from marketplace.reviews import scoring
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Sheet
from marketplace.reviews.rounds import chair_of, members_of, standing_round
from marketplace.reviews.score_forms import MarksForm, SignForm
from marketplace.reviews.score_permissions import may_score
from marketplace.reviews.side_by_side import side_by_side
from marketplace.reviews.views.own import held_or_404
from marketplace.reviews.views.saving import (
    saved_answer,
    saved_or_told,
    signed_out_answer,
    typed_in,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.reviews.labels import Labelled
    from marketplace.reviews.models import ReviewRound, Seat
    from marketplace.reviews.side_by_side import Compared


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a bid beside the fields of its scores, and save them; nothing typed is lost."""
    if not request.user.is_authenticated:
        return sign_in_first(request, typed_in(request))
    seat = sitting_or_404(request, code)
    bid = bid_or_404(seat, key)
    if request.method != "POST":
        return _score_page(request, seat, bid=bid, form=_marks(seat, bid, kept=kept_text(request)))
    form = _marks(seat, bid, data=request.POST)
    is_saved = saved_or_told(form, lambda: _save(request, seat, bid=bid, form=form))
    forget_text(request)
    if not is_saved:
        return _score_page(request, seat, bid=bid, form=form, status=422)
    messages.success(request, _("Saved. It counts once you have signed the sheet."))
    following = _after(labelled_bids(seat), bid) if request.POST.get("go") == "next" else bid
    if following is None:
        return redirect("reviews:sheet", seat.code)
    return redirect("reviews:score", seat.code, following.key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Save what a page sends by itself, and answer with what is stored, as JSON."""
    if not request.user.is_authenticated:
        return signed_out_answer("reviews:score", code, key)
    seat = sitting_or_404(request, code)
    bid = bid_or_404(seat, key)
    faults: dict[str, Any] = {}
    if request.method == "POST":
        form = _marks(seat, bid, data=request.POST)
        _save(request, seat, bid=bid, form=form)
        faults = form.errors
    return saved_answer(_marks(seat, bid), faults=faults)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show a member's sheet whole with what is missing, and take the signature."""
    seat = sitting_or_404(request, code)
    form = SignForm(request.POST or None, request=request)
    if request.method == "POST":

        def act() -> None:
            scoring.file_sheet(seat, by=person_of(request))

        if carried_out(form, act):
            messages.success(request, _("Signed. The sheet stands as you signed it. Thank you."))
            return redirect("reviews:sheet", seat.code)
    return _sheet_page(request, seat, form=form, status=422 if form.errors else 200)


def sitting_or_404(request: HttpRequest, code: str) -> Seat:
    """Return the place of a member who has declared; Http404 for every other, as for none."""
    seat = held_or_404(request, code)
    if seat.state != seat.State.SITTING:
        raise Http404
    return seat


def bid_or_404(seat: Seat, key: str) -> Labelled:
    """Return the bid that a seat's addresses name so; Http404 where none is."""
    found = next((one for one in labelled_bids(seat) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def letters_of(seat: Seat) -> list[tuple[str, str]]:
    """Return each bid's receipt and what a seat's pages call it."""
    return [
        (one.bid.receipt, _("Bid %(label)s") % {"label": one.label}) for one in labelled_bids(seat)
    ]


def signed_by_all(
    request: HttpRequest, seat: Seat, *, review: ReviewRound, flags: bool
) -> list[Compared]:
    """Return the sheets of a round that the person may read, under the seat's own letters."""
    members = members_of(seat.panel)
    rows = Sheet.objects.visible_to(request.user).filter(round=review, seat__in=members)
    sheets = [(one.seat.expert.code, one.marks) for one in rows.last_versions().for_rows()]
    rows_of = scoring.criteria_of(seat)
    criteria = [(str(one.pk), one.name, Decimal(one.top)) for one in rows_of]
    return side_by_side(sheets, letters_of(seat), criteria=criteria, flags=flags)


def _marks(
    seat: Seat, bid: Labelled, *, data: Any = None, kept: dict[str, str] | None = None
) -> MarksForm:
    stored = {one.criterion_id: one for one in seat.marks.filter(bid=bid.bid)}
    return MarksForm(data, criteria=scoring.criteria_of(seat), stored=stored, kept=kept)


def _save(request: HttpRequest, seat: Seat, *, bid: Labelled, form: MarksForm) -> None:
    marks = {key: scoring.Marked(**values) for key, values in form.sent().items()}
    if marks:
        scoring.save_marks(seat, bid=bid.bid, marks=marks, by=person_of(request))


def _after(bids: list[Labelled], bid: Labelled) -> Labelled | None:
    keys = [one.key for one in bids]
    place = keys.index(bid.key) + 1
    return bids[place] if place < len(bids) else None


def _score_page(
    request: HttpRequest, seat: Seat, *, bid: Labelled, form: MarksForm, status: int = 200
) -> HttpResponse:
    bids = labelled_bids(seat)
    context = {
        "seat": seat,
        "demand": seat.panel.challenge.demand,
        "bid": bid,
        "bids": bids,
        "missing": scoring.missing_in(seat),
        "form": form,
        "decision": may_score(request.user, seat),
        "following": _after(bids, bid),
        "state": {"saved": saved_at(seat)},
    }
    return render(request, "reviews/score.html", context, status=status)


def saved_at(seat: Seat) -> str:
    """Return when a member's marks were saved last, as a time of day in Beijing."""
    last = seat.marks.order_by("-saved_at").values_list("saved_at", flat=True).first()
    return clock_time(last) if last else "–"


def _sheet_page(
    request: HttpRequest, seat: Seat, *, form: SignForm, status: int = 200
) -> HttpResponse:
    review = standing_round(seat.panel)
    versions = list(seat.sheets.order_by("-number"))
    counting = [one for one in versions if review is not None and one.round_id == review.pk]
    marks = {(one.bid_id, one.criterion_id): one for one in seat.marks.all()}
    criteria = scoring.criteria_of(seat)
    chair = chair_of(seat.panel)
    context = {
        "seat": seat,
        "demand": seat.panel.challenge.demand,
        "round": review,
        "criteria": criteria,
        "rows": [
            (one, [(criterion, marks.get((one.bid.pk, criterion.pk))) for criterion in criteria])
            for one in labelled_bids(seat)
        ],
        "missing": scoring.missing_in(seat),
        "versions": versions,
        "is_signed": bool(counting),
        "compared": signed_by_all(request, seat, review=review, flags=False)
        if review is not None and counting
        else [],
        "form": form,
        "decision": may_score(request.user, seat),
        "is_chair": chair is not None and chair.pk == seat.pk,
    }
    return render(request, "reviews/sheet.html", context, status=status)
