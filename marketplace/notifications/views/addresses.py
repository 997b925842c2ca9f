"""Where a person proves a mobile number, binds the official account, and takes either back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.notifications import proving
from marketplace.notifications.codes import LIFE
from marketplace.notifications.forms import CodeForm, NumberForm
from marketplace.notifications.gateways import is_set_up
from marketplace.notifications.masking import masked
from marketplace.notifications.views.inbox import person_of
from marketplace.notifications.ways import SHORT, Channel
from marketplace.notifications.where import way_of

MINUTES = int(LIFE.total_seconds()) // 60


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mobile(request: HttpRequest) -> HttpResponse:
    """Show which number is proved and ask for one; a number that is sent gets a code."""
    _require(Channel.SMS)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proving.ask_for_code(form.cleaned_data["number"], by=person_of(request))
        except Refusal as refusal:
            _refuse(form, "number", refusal=refusal)
            return _mobile(request, form=form, status=refusal.status)
        # The same words whatever becomes of it: nothing is said of whose number it is.
        messages.success(request, _("If the number can be reached, a code is on its way."))
        return redirect("notifications:mobile")
    return _mobile(request, form=form, status=422 if form.errors else 200)


@login_required
@never_cache
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Take the code that came to the number."""
    _require(Channel.SMS)
    form = CodeForm(request.POST)
    try:
        if form.is_valid():
            proving.prove_number(form.cleaned_data["code"], by=person_of(request))
            messages.success(request, _("Text messages now go to this number."))
            return redirect("notifications:preferences")
    except Refusal as refusal:
        _refuse(form, "code", refusal=refusal)
    return _mobile(request, code_form=form, status=422)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wechat(request: HttpRequest) -> HttpResponse:
    """Show whether the official account is bound; a form that is sent shows a code, once."""
    _require(Channel.WECHAT)
    person = person_of(request)
    code, said, status = "", "", 200
    if request.method == "POST":
        try:
            code = proving.make_binding_code(by=person)
        except Refusal as refusal:
            said, status = str(refusal.message), refusal.status
    context = {
        "way": way_of(person.pk, Channel.WECHAT),
        "code": code,
        "said": said,
        "minutes": MINUTES,
    }
    return render(request, "notifications/wechat.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, channel: str) -> HttpResponse:
    """Reach a person no more on a channel."""
    if channel not in SHORT:
        raise Http404
    proving.remove_address(Channel(channel), by=person_of(request))
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("notifications:preferences")


def _require(channel: Channel) -> None:
    if not is_set_up(channel):
        raise Http404


def _refuse(form: NumberForm | CodeForm, field: str, *, refusal: Refusal) -> None:
    for said in refusal.fields.get(field, [refusal.message]):
        form.add_error(field, str(said))


def _mobile(
    request: HttpRequest,
    *,
    form: NumberForm | None = None,
    code_form: CodeForm | None = None,
    status: int,
) -> HttpResponse:
    person = person_of(request)
    proof = proving.open_proof(person.pk, Channel.SMS, now=clock.now())
    context = {
        "way": way_of(person.pk, Channel.SMS),
        "form": form or NumberForm(),
        "code_form": code_form or CodeForm(),
        "asked": masked(proof.address) if proof else "",
        "typed": code_form is not None,
        "minutes": MINUTES,
    }
    return render(request, "notifications/mobile.html", context, status=status)
