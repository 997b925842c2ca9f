"""The page of an agreement for both sides, its steps, and a person's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.agreements import pdf, permissions
from marketplace.agreements.document import document_of
from marketplace.agreements.forms import CopyForm, WordsForm
from marketplace.agreements.models import Agreement, FileKind, SignedCopy
from marketplace.agreements.reading import versions_read_by
from marketplace.agreements.rendering import found, is_being_made
from marketplace.agreements.signing_due import sign_by
from marketplace.agreements.steps import STEPS, Step, form_of
from marketplace.agreements.turns import steps_due
from marketplace.awards.vacancies import would_be_next
from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.files.access import url_of
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from marketplace.agreements.models import AgreementVersion, Side

    Typed = Mapping[str, forms.Form]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step with its form."""

    step: Step
    form: forms.Form


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A signed copy, where it is read, and the form with which its reader may reject it."""

    copy: SignedCopy
    url: str
    reject: forms.Form | None


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the agreements that a person reads, those first on which somebody has to act."""
    rows = Agreement.objects.visible_to(request.user).for_rows().by_due_date()
    context = {"page": page_of(request, rows), "now": clock.now()}
    return render(request, "agreements/mine.html", context)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show an agreement to its readers, with the steps that are theirs."""
    return agreement_page(request, visible_or_404(request.user, number))


@login_required
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do a step; the page comes back with what was typed where it was refused."""
    agreement = visible_or_404(request.user, number)
    if verb not in STEPS:
        raise Http404
    step = STEPS[verb]
    form = form_of(step, agreement, data=request.POST)
    status = 422
    if form.is_valid():
        try:
            step.do(agreement, person_of(request), form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Noted; the other side is told."))
            return redirect("agreements:detail", number)
    return agreement_page(
        request, visible_or_404(request.user, number), typed={verb: form}, status=status
    )


def visible_or_404(user: Any, number: str) -> Agreement:
    """Return the agreement with a number that a person may read; Http404 for any other."""
    rows = Agreement.objects.visible_to(user).for_rows()
    agreement: Agreement | None = rows.filter(number=number.upper()).first()
    if agreement is None:
        raise Http404
    return agreement


def agreement_page(
    request: HttpRequest, agreement: Agreement, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    """Return an agreement's page: its present version, the reader's steps, copies and history."""
    typed = typed or {}
    side = permissions.acts_for(request.user, agreement)
    versions = list(versions_read_by(request.user, agreement).prefetch_related("turns"))
    shown = versions[0] if versions else None
    offers = [
        Offer(step, typed.get(step.verb) or form_of(step, agreement))
        for step in STEPS.values()
        if step.may(request.user, agreement)
    ]
    drawn = {one.step.verb for one in offers}
    copies = list(_copies(request.user, agreement, typed=typed))
    context = {
        "agreement": agreement,
        "demand": agreement.challenge.demand,
        "side": side,
        "shown": shown,
        "document": document_of(shown) if shown else None,
        "versions": versions,
        "turns": [turn for one in reversed(versions) for turn in one.turns.all()],
        "offers": offers,
        "left": [form for verb, form in typed.items() if verb in STEPS and verb not in drawn],
        "steps": _named_steps(agreement),
        "copies": copies,
        "send": _send_form(request.user, agreement, typed=typed),
        "may_write": permissions.may_write(request.user, agreement),
        "is_late": agreement.is_late_at(clock.now()),
        **_unsigned(request.user, agreement),
        **_papers(shown),
    }
    return render(request, "agreements/detail.html", context, status=status)


def _unsigned(user: Any, agreement: Agreement) -> dict[str, Any]:
    """Return for those who may end an agreement that it was not signed in time, and who is next."""
    if agreement.unsigned_told_at is None or not permissions.may_end(user, agreement):
        return {}
    return {
        "sign_by": sign_by(agreement),
        "next": would_be_next(agreement.challenge, agreement.candidate.bid_id),
    }


def _named_steps(agreement: Agreement) -> list[tuple[str, Any]]:
    """Return who should act, by name, and what they should do."""
    names = {
        Agreement.Side.OWNER: str(agreement.challenge.demand.lifecycle.owner),
        Agreement.Side.FIRM: str(agreement.firm),
    }
    due: dict[Side, Any] = steps_due(agreement)
    return [(names[side], step) for side, step in due.items()]


def _copies(user: Any, agreement: Agreement, *, typed: Typed) -> Iterator[CopyRow]:
    rows = agreement.copies.select_related("blob", "sent_by", "version").order_by("-pk")
    for copy in rows:
        copy.agreement = agreement
        may = permissions.may_settle_copy(user, copy)
        form = typed.get(f"reject-{copy.pk}") or WordsForm(auto_id=f"reject_{copy.pk}_%s")
        yield CopyRow(copy, url_of(copy), form if may else None)


def _send_form(user: Any, agreement: Agreement, *, typed: Typed) -> forms.Form | None:
    if not permissions.may_send_copy(user, agreement):
        return None
    return typed.get("send") or CopyForm(initial={"seen": agreement.version}, auto_id="send_%s")


def _papers(shown: AgreementVersion | None) -> dict[str, Any]:
    """Return how the shown version is had as a file."""
    if shown is None:
        return {}
    made = found(shown, FileKind.PDF)
    return {
        "pdf_url": url_of(made) if made else "",
        "can_make_pdf": pdf.is_possible(),
        "is_being_made": made is None and is_being_made(shown),
    }
