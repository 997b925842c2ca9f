"""Taking over (认领) what was entered from a public list: an owner asks, staff decide."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.locks import both_locked
from marketplace.organisations.merging import merge_placeholder
from marketplace.organisations.models import Organisation, TakeoverRequest, TakeoverState
from marketplace.organisations.permissions import (
    anew,
    may_ask_takeover,
    may_verify,
    may_withdraw_takeover,
)
from marketplace.organisations.transitions import TAKEOVER
from marketplace.organisations.validation import save_checked


def ask_takeover(
    placeholder: Organisation, *, claimant: Organisation, grounds: str, by: User
) -> TakeoverRequest:
    """Ask that a verified organisation takes a placeholder over; asking twice gives the same."""
    with transaction.atomic():
        source, target = both_locked(placeholder, claimant)
        may_ask_takeover(anew(by), source, claimant=target).demand()
        known = TakeoverRequest.objects.filter(
            placeholder=source, claimant=target, state=TakeoverState.SUBMITTED
        ).first()
        if known is not None:
            return known
        request = TakeoverRequest(
            placeholder=source, claimant=target, asked_by=by, grounds=grounds.strip()
        )
        save_checked(request)
        record("takeover_asked", request, actor=by)
    return request


def confirm_takeover(request: TakeoverRequest, *, by: User, opinion: str = "") -> TakeoverRequest:
    """Merge the placeholder into the claimant; other open requests for it are declined."""
    with transaction.atomic():
        request = _locked(request)
        may_verify(by).demand()
        _decide(request, "confirm", by=by, opinion=opinion)
        merge_placeholder(request.placeholder, into=request.claimant, by=by)
        rivals = TakeoverRequest.objects.select_for_update().filter(
            placeholder=request.placeholder, state=TakeoverState.SUBMITTED
        )
        taken = str(_("Another organisation has taken this entry over."))
        for rival in rivals:
            _decide(rival, "decline", by=by, opinion=taken)
    return request


def decline_takeover(request: TakeoverRequest, *, by: User, opinion: str) -> TakeoverRequest:
    """Decline a request, with the reason that its owner reads."""
    with transaction.atomic():
        request = _locked(request)
        may_verify(by).demand()
        if not opinion.strip():
            message = _("Say why: the firm reads it.")
            raise Refusal(message, code="no_opinion", status=422, fields={"opinion": [message]})
        _decide(request, "decline", by=by, opinion=opinion)
    return request


def withdraw_takeover(request: TakeoverRequest, *, by: User) -> TakeoverRequest:
    """Take one's own request back."""
    with transaction.atomic():
        request = _locked(request)
        may_withdraw_takeover(anew(by), request).demand()
        _decide(request, "withdraw", by=by, opinion="")
    return request


def _locked(request: TakeoverRequest) -> TakeoverRequest:
    """Return the request as it is now; the placeholder's lock orders all decisions on it."""
    both_locked(request.placeholder, request.claimant)
    rows = TakeoverRequest.objects.select_for_update().select_related("placeholder", "claimant")
    return rows.get(pk=request.pk)


_KINDS = {
    "confirm": "takeover_confirmed",
    "decline": "takeover_declined",
    "withdraw": "takeover_withdrawn",
}


def _decide(request: TakeoverRequest, verb: str, *, by: User, opinion: str) -> None:
    request.state = TAKEOVER.target(verb, request.state)
    request.decided_by, request.decided_at = by, clock.now()
    request.opinion = opinion.strip()
    save_checked(request)
    record(_KINDS[verb], request, actor=by)
