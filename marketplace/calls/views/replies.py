"""A body's reply to a round: collecting needs, sending them, or saying that there is none."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.calls import permissions, replying
from marketplace.calls.asking import ASKS, missing_in
from marketplace.calls.forms import AttachForm, NeedForm, NoneForm, SendForm
from marketplace.calls.models import Need, Reply
from marketplace.calls.querysets import bodies_of
from marketplace.challenges.duplicates import of_draft
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.listings.models import Demand
from marketplace.organisations.views.doors import carried_out, person_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms
    from django.http import HttpRequest, HttpResponse

_COMPARED: Final = 200
"""How many needs of a round are compared with one, at most."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a reply to the body's people and to those who run the round; take the body's steps."""
    rows = Reply.objects.visible_to(request.user).for_rows()
    found: Reply | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    forms = _forms(found, request)
    if request.method != "POST":
        return _page(request, found, forms=forms)
    verb = request.POST.get("verb", "")
    if verb in forms:
        form = forms[verb]
        if carried_out(form, lambda: _do(request, found, verb=verb, form=form)):
            messages.success(request, _("Noted."))
            return redirect("calls:reply", pk)
        return _page(request, rows.get(pk=pk), forms=forms, status=422)
    return _acted(request, found, verb=verb)


def _acted(request: HttpRequest, found: Reply, *, verb: str) -> HttpResponse:
    """Do a step without a form: take a need out, or the reply back."""
    by: Any = person_of(request)
    try:
        if verb == "take_back":
            replying.take_back(found, by=by)
        elif verb == "drop" and (need := _need(request, found)) is not None:
            replying.drop_need(need, by=by)
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Noted."))
    return redirect("calls:reply", found.pk)


def _need(request: HttpRequest, found: Reply) -> Need | None:
    key = request.POST.get("need", "")
    needs: Any = found.needs
    need: Need | None = needs.filter(pk=key).first() if key.isdecimal() else None
    return need


def _do(request: HttpRequest, found: Reply, *, verb: str, form: Any) -> None:
    by: Any = person_of(request)
    typed = form.cleaned_data
    if verb == "add":
        replying.add_need(found, form.text, by=by, idempotency_key=typed["key"])
    elif verb == "attach":
        replying.attach_draft(found, typed["demand"], by=by)
    elif verb == "send":
        replying.send_reply(found, by=by, note=typed["note"])
    else:
        replying.say_none(found, by=by, signed=typed["signed"], note=typed["note"])


def _forms(found: Reply, request: HttpRequest) -> dict[str, Any]:
    verb = request.POST.get("verb", "") if request.method == "POST" else ""

    def sent(name: str) -> Any:
        return request.POST if verb == name else None

    name = getattr(request.user, "name", "")
    first: dict[str, forms.BaseForm] = {
        "add": NeedForm(sent("add"), initial=_first(found), auto_id="add_%s"),
        "attach": AttachForm(sent("attach"), drafts=_drafts_for(found), auto_id="attach_%s"),
        "send": SendForm(sent("send"), auto_id="send_%s"),
        "none": NoneForm(sent("none"), initial={"signed": name}),
    }
    return first


def _first(found: Reply) -> dict[str, str]:
    return {"key": secrets.token_urlsafe(16), "infrastructure": found.round.infrastructure}


def _drafts_for(found: Reply) -> Any:
    """Return the body's drafts that stand in no reply yet."""
    rows: Any = Demand.objects.filter(
        lifecycle__owner=found.organisation_id,
        lifecycle__published_at__isnull=True,
        collected__isnull=True,
        mode__in=replying.MODES,
    )
    return rows.order_by("-pk")


def _page(
    request: HttpRequest, found: Reply, *, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    now = clock.now()
    is_own = Reply.objects.filter(pk=found.pk, organisation__in=bodies_of(request.user)).exists()
    if not is_own and found.state != Reply.State.ANSWERED:
        raise Http404  # what is being collected is the body's own until it is sent
    may_send = permissions.may_settle_reply(request.user, found, verb="answer", at=now)
    beside = [] if is_own else _others_in_round(found)
    context = {
        "reply": found,
        "round": found.round,
        "is_own": is_own,
        "needs": [_shown(request, found, one, beside=beside) for one in found.needs.all()],
        "asks": [str(ASKS[one]) for one in found.round.asks],
        "may_send": may_send,
        "may_take_back": permissions.may_settle_reply(
            request.user, found, verb="take_back", at=now
        ),
        "forms": forms,
        "has_drafts": forms["attach"].fields["demand"].queryset.exists(),
        "now": now,
    }
    return render(request, "calls/reply.html", context, status=status)


def _others_in_round(found: Reply) -> list[Any]:
    """Return the needs of other bodies in the round that were sent: who runs it reads them all."""
    sent = Need.objects.filter(reply__round=found.round_id, reply__state=Reply.State.ANSWERED)
    needs = sent.exclude(reply=found).select_related("demand__lifecycle__owner")
    others = []
    for need in needs.order_by("-pk")[:_COMPARED]:
        other: Any = need.demand
        other.read_at = reverse("calls:reply", args=[need.reply_id])
        others.append(other)
    return others


def _shown(
    request: HttpRequest, found: Reply, need: Need, *, beside: Sequence[Any]
) -> dict[str, Any]:
    """Return a need with what it lacks, and the demands that ask for nearly the same."""
    version = need.demand.get_latest_revision_as_object()
    return {
        "need": need,
        "version": version,
        "missing": missing_in(version, found.round.asks),
        "near": of_draft(version, request.user, now=clock.now(), beside=beside),
    }
