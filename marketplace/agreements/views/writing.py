"""The draft of an agreement in the hands of the owner's officers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.agreements import permissions
from marketplace.agreements.forms import AgreementForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.agreements import visible_or_404
from marketplace.agreements.writing import write_agreement
from marketplace.core.refusals import Refusal
from marketplace.organisations.forms import show_refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SECTIONS: Final = ("milestones", "installments")
"""Parts that can be wrong as a whole; the message stands above their rows, too."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write the draft; what was typed stays where it is refused."""
    agreement = visible_or_404(request.user, number)
    if permissions.acts_for(request.user, agreement) != Side.OWNER:
        raise Http404
    if request.method != "POST":
        return _page(request, agreement, form=AgreementForm(agreement=agreement))
    form = AgreementForm(request.POST, agreement=agreement)
    if not form.is_valid():
        return _page(request, agreement, form=form, status=422)
    try:
        version = write_agreement(
            agreement, by=person_of(request), text=form.text, seen=form.cleaned_data["seen"]
        )
    except Refusal as refusal:
        show_refusal(form, refusal)
        if refusal.code == "other_version":
            form = _seen_anew(request, agreement, refusal)
        return _page(request, agreement, form=form, status=refusal.status, refusal=refusal)
    messages.success(request, _("Saved as version %(version)s.") % {"version": version.number})
    return redirect("agreements:detail", number)


def _seen_anew(request: HttpRequest, agreement: Agreement, refusal: Refusal) -> AgreementForm:
    """Return what was typed, to be saved over the version that is pointed at."""
    agreement.refresh_from_db(fields=["version"])
    posted = request.POST.copy()
    posted["seen"] = str(agreement.version)
    form = AgreementForm(posted, agreement=agreement)
    show_refusal(form, refusal)
    return form


def _page(
    request: HttpRequest,
    agreement: Agreement,
    *,
    form: AgreementForm,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    fields = refusal.fields if refusal else {}
    context = {
        "agreement": agreement,
        "demand": agreement.challenge.demand,
        "form": form,
        "decision": permissions.may_write(request.user, agreement),
        "wrong": {name: fields.get(name, ()) for name in _SECTIONS},
        "is_other": refusal is not None and refusal.code == "other_version",
    }
    return render(request, "agreements/write.html", context, status=status)
