"""Signed copies as they come in and are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.agreements import signing
from marketplace.agreements.forms import CopyForm, WordsForm
from marketplace.agreements.views.agreements import agreement_page, visible_or_404
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from marketplace.agreements.models import SignedCopy


@login_required
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Take a side's signed copy; say beside the field why a file is not taken."""
    agreement = visible_or_404(request.user, number)
    form = CopyForm(request.POST, request.FILES, auto_id="send_%s")
    done = carried_out(
        form,
        lambda: signing.send_copy(
            agreement,
            by=person_of(request),
            upload=form.cleaned_data["upload"],
            seen=form.cleaned_data["seen"],
        ),
    )
    if done:
        messages.success(request, _("Noted; the other side is told."))
        return redirect("agreements:detail", number)
    fresh = visible_or_404(request.user, number)
    return agreement_page(request, fresh, typed={"send": form}, status=422)


@login_required
@require_POST
def settle(request: HttpRequest, number: str, pk: int, *, verb: str) -> HttpResponse:
    """Confirm or reject the other side's copy; words that were refused stay."""
    agreement = visible_or_404(request.user, number)
    copy = agreement.copies.filter(pk=pk).first()
    if copy is None or verb not in {"confirm", "reject"}:
        raise Http404
    copy.agreement = agreement
    form = WordsForm(request.POST if verb == "reject" else None, auto_id=f"reject_{pk}_%s")
    try:
        done = _settled(request, copy, form=form)
    except Refusal as refusal:
        if not form.is_bound:
            messages.error(request, str(refusal.message))
            return redirect("agreements:detail", number)
        show_refusal(form, refusal)
        done = False
    if done:
        messages.success(request, _("Noted; the other side is told."))
        return redirect("agreements:detail", number)
    fresh = visible_or_404(request.user, number)
    return agreement_page(request, fresh, typed={f"reject-{pk}": form}, status=422)


def _settled(request: HttpRequest, copy: SignedCopy, *, form: forms.Form) -> bool:
    by = person_of(request)
    if not form.is_bound:
        signing.confirm_copy(copy, by=by)
        return True
    if not form.is_valid():
        return False
    signing.reject_copy(copy, by=by, words=form.cleaned_data["words"])
    return True
