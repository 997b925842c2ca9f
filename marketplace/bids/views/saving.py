"""The address at which a page of a sealed draft saves itself, encrypted as every draft is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.bids.doors import challenge_or_404, firm_or_404
from marketplace.bids.drafting import save_draft
from marketplace.bids.forms import BidForm
from marketplace.bids.uploads import in_memory
from marketplace.bids.views.kept import forget_typed
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.organisations.views.doors import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@in_memory
@never_cache
@require_POST
def save(request: HttpRequest, number: str, door: str) -> JsonResponse:
    """Save the texts that a page sends by itself; answer with the draft's mark, or why not.

    Who is signed out is told where to sign in; nothing of what was sent is stored then.
    """
    challenge = challenge_or_404(request.user, number)
    if not request.user.is_authenticated:
        page = reverse("bids:draft", args=[number, door])
        sign_in = f"{reverse('account_login')}?{urlencode({'next': page})}"
        return JsonResponse({"sign_in": sign_in}, status=401)
    firm = firm_or_404(request.user, challenge, door=door)
    form = BidForm(request.POST, challenge=challenge)
    if not form.is_valid():
        faults = {name: str(messages[0]) for name, messages in form.errors.items()}
        return JsonResponse({"message": next(iter(faults.values()))}, status=422)
    base = request.POST.get("base", "")
    try:
        saved = save_draft(
            challenge, firm=firm, by=person_of(request), texts=form.texts(), base=base
        )
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=refusal.status)
    forget_typed(request)
    time = localtime(clock.now()).strftime("%H:%M:%S")
    return JsonResponse({"mark": saved.mark, "saved": time})
