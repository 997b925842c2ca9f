"""Pages of a sealed draft: for whom one bids, what one writes, and the last look before sealing."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.bids.checklist import checklist_of
from marketplace.bids.doors import challenge_or_404, firm_or_404
from marketplace.bids.drafting import (
    MOST_FILES,
    Written,
    attach_file,
    read_draft,
    remove_file,
    save_draft,
)
from marketplace.bids.forms import BidForm, SealForm
from marketplace.bids.identities import traces_in
from marketplace.bids.permissions import may_submit
from marketplace.bids.proposals import Question, problems, questions_of
from marketplace.bids.standing import standing_of, standings
from marketplace.bids.submitting import submit_bid
from marketplace.bids.uploads import in_memory
from marketplace.bids.views.kept import forget_typed, keep_typed, typed_before
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from marketplace.bids.neutrality import Hit
    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation


@login_required
@never_cache
@require_safe
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Show for which organisation one bids; with one alone it goes on at once."""
    challenge = challenge_or_404(request.user, number)
    found = standings(challenge, request.user, at=clock.now())
    if len(found) == 1 and (found[0].decision or found[0].state != "nothing"):
        return redirect(found[0].url)
    return render(request, "bids/start.html", {"challenge": challenge, "standings": found})


@in_memory
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: str, door: str) -> HttpResponse:
    """Show the draft, or save it with its attachment; nothing typed is lost on the way."""
    challenge = challenge_or_404(request.user, number)
    if not request.user.is_authenticated:
        return _signed_out(request, challenge)
    firm = firm_or_404(request.user, challenge, door=door)
    if request.method == "POST":
        return _save(request, challenge, firm=firm, door=door)
    written = read_draft(challenge, firm=firm) or Written()
    texts, mark = typed_before(request) or (written.texts, written.mark)
    form = BidForm(challenge=challenge, texts=texts)
    return _page(request, form, replace(written, mark=mark), challenge=challenge, firm=firm)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: str, door: str) -> HttpResponse:
    """Show everything that would be sealed, or seal it as it was shown."""
    challenge = challenge_or_404(request.user, number)
    firm = firm_or_404(request.user, challenge, door=door)
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            submit_bid(
                challenge,
                firm=firm,
                by=person_of(request),
                seen=request.POST.get("seen", ""),
                passphrase=form.cleaned_data["passphrase"],
                idempotency_key=request.POST.get("key", "")[:80],
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("bids:receipt", number, door)
    return _review_page(request, form, challenge=challenge, firm=firm)


def _save(
    request: HttpRequest, challenge: Challenge, *, firm: Organisation, door: str
) -> HttpResponse:
    form = BidForm(request.POST, request.FILES, challenge=challenge)
    person, base = person_of(request), request.POST.get("base", "")
    go = request.POST.get("go", "")
    if form.is_valid():
        try:
            save_draft(challenge, firm=firm, by=person, texts=form.texts(), base=base)
            if go.startswith("remove:") and go[7:].isdecimal():
                remove_file(challenge, firm=firm, by=person, place=int(go[7:]))
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            _attach(form, challenge, firm=firm, request=request)
    if not form.errors:
        forget_typed(request)
        if go == "next":
            return redirect("bids:review", challenge.demand.lifecycle.number, door)
        messages.success(request, _("The draft is saved, encrypted."))
        return redirect("bids:draft", challenge.demand.lifecycle.number, door)
    written = read_draft(challenge, firm=firm) or Written()
    return _page(request, form, written, challenge=challenge, firm=firm)


def _attach(
    form: BidForm, challenge: Challenge, *, firm: Organisation, request: HttpRequest
) -> None:
    upload = request.FILES.get("upload")
    if upload is None:
        return
    try:
        attach_file(challenge, firm=firm, by=person_of(request), upload=upload)
    except Refusal as refusal:
        form.add_error("upload", str(refusal.message))


def _page(
    request: HttpRequest,
    form: BidForm,
    written: Written,
    *,
    challenge: Challenge,
    firm: Organisation,
) -> HttpResponse:
    now = clock.now()
    standing = standing_of(challenge, firm, user=request.user, at=now)
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "firm": firm,
        "form": form,
        "written": written,
        "standing": standing,
        "most_files": MOST_FILES,
        "checklist": checklist_of(written, challenge, firm=firm, at=now),
        "is_unsaved": form.initial != written.texts,
    }
    return render(request, "bids/draft.html", context, status=409 if form.errors else 200)


def _review_page(
    request: HttpRequest, form: SealForm, *, challenge: Challenge, firm: Organisation
) -> HttpResponse:
    written = read_draft(challenge, firm=firm)
    now = clock.now()
    standing = standing_of(challenge, firm, user=request.user, at=now)
    if written is None:
        return redirect(standing.url)
    found = problems(written.texts, challenge)
    questions = questions_of(challenge)
    context = {
        "challenge": challenge,
        "demand": challenge.demand,
        "firm": firm,
        "form": form,
        "written": written,
        "standing": standing,
        "rows": [(one, written.texts.get(one.name, "")) for one in questions],
        "faults": [(one, text) for one in questions for text in found.get(one.name, ())],
        "traces": _traces(written, questions, firm=firm),
        "decision": may_submit(request.user, challenge, firm=firm, at=now),
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "bids/review.html", context, status=422 if form.errors else 200)


def _traces(
    written: Written, questions: list[Question], *, firm: Organisation
) -> list[tuple[Question, Hit]]:
    """Return what tells the experts who bids, with the question whose text it stands in."""
    asked = {one.name: one for one in questions}
    hits = traces_in(written.texts, firm=firm)
    return [(asked[one.field], one) for one in hits if one.field in asked]


def _signed_out(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Keep what was typed, encrypted, for the return after signing in; show it besides."""
    form = BidForm(request.POST or None, challenge=challenge)
    if request.method == "POST":
        keep_typed(request, form.texts(), base=request.POST.get("base", "")[:20])
    typed = [field for field in form if field.name != "upload" and field.value()]
    context = {"challenge": challenge, "demand": challenge.demand, "typed": typed}
    return render(request, "bids/signed_out.html", context, status=403)
