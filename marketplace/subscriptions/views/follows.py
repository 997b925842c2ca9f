"""What a person follows: the page, the button behind it, and the one of an organisation's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.core.paging import page_of
from marketplace.core.refusals import Refusal
from marketplace.organisations.views.doors import page_before, person_of
from marketplace.subscriptions import following
from marketplace.subscriptions.calendar_links import (
    remove_calendar_link,
    renew_calendar_link,
    token_of,
)
from marketplace.subscriptions.models import CalendarLink, Follow, Followed
from marketplace.subscriptions.permissions import MOST_FOLLOWED

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

    from marketplace.organisations.models import Organisation

_DONE: Final[dict[str, str | _StrPromise]] = {
    "follow": _("You follow it now, and are told what becomes of it."),
    "unfollow": _("You follow it no longer."),
}
_OFFERED: Final = (Followed.DOMAIN, Followed.BATCH)
"""What has no page of its own, and is offered on the page of what a person follows."""


@login_required
@never_cache
@require_safe
def follows(request: HttpRequest) -> HttpResponse:
    """List what a person follows, the newest first, and what else could be followed."""
    own = Follow.objects.visible_to(request.user)
    context = {
        "page": page_of(request, own.for_rows().order_by("-pk")),
        "offers": [(Followed(kind).label, _offered(request, kind)) for kind in _OFFERED],
        "most": MOST_FOLLOWED,
        "calendar": _calendar_address(request),
    }
    return render(request, "subscriptions/follows.html", context)


@require_POST
def act(request: HttpRequest, kind: str, *, pk: int, verb: str) -> HttpResponse:
    """Follow or stop following, and go back to where the button was pressed."""
    if kind not in Followed.values or verb not in _DONE:
        raise Http404
    back = page_before(request) or reverse("subscriptions:follows")
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    person = person_of(request)
    try:
        if verb == "follow":
            target = get_object_or_404(following.followable_by(person, kind), pk=pk)
            following.follow(target, by=person)
        else:
            own = Follow.objects.visible_to(person).for_rows()
            for one in own.filter(**{f"{kind}": pk}):
                following.unfollow(one.target, by=person)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    messages.success(request, _DONE[verb])
    return redirect(back)


@login_required
@require_POST
def calendar(request: HttpRequest, verb: str) -> HttpResponse:
    """Give the person a new secret address of their calendar, or take it back."""
    if verb == "renew":
        renew_calendar_link(by=person_of(request))
        messages.success(request, _("The calendar has a new address; any earlier one is dead."))
    elif verb == "remove":
        remove_calendar_link(by=person_of(request))
        messages.success(request, _("The calendar's address is dead."))
    else:
        raise Http404
    return redirect(f"{reverse('subscriptions:follows')}#calendar")


def panel(request: HttpRequest, organisation: Organisation) -> SafeString:
    """Draw what an organisation's page says of following it."""
    context = {"organisation": organisation}
    return render_to_string("subscriptions/parts/follow_panel.html", context, request)


def _calendar_address(request: HttpRequest) -> str:
    """Return the secret address of the person's calendar, nothing where there is none."""
    link = CalendarLink.objects.filter(user=person_of(request)).first()
    if link is None:
        return ""
    return request.build_absolute_uri(reverse("portal:calendar", args=[token_of(link)]))


def _offered(request: HttpRequest, kind: str) -> list[Any]:
    """Return what of a kind the person does not follow yet."""
    rows = following.followable_by(request.user, kind)
    own = Follow.objects.visible_to(request.user).filter(~Q(**{kind: None}))
    return list(rows.exclude(pk__in=own.values(kind)))
