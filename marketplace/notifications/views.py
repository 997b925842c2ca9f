"""The inbox, and the poll of a page without a socket."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from marketplace.core import clock
from marketplace.core.paging import page_of
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import NotificationQuerySet, bell_of
from marketplace.notifications.rendering import news_since, notice_of

# Of a number that a bigint column can hold.
MAX_DIGITS = 18


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show a page of a person's notifications, the newest first."""
    page = page_of(request, own(request))
    context = {
        "page": page,
        "notices": [notice_of(row) for row in page],
        "bell": bell_of(request.user.pk),
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@never_cache
@require_GET
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a notification as read and go to what it speaks of; that page asks who may see it."""
    row = get_object_or_404(own(request), number=number)
    own(request).filter(pk=row.pk).mark_read(clock.now())
    url = kind_of(row.kind).url(row.params)
    return HttpResponseRedirect(url) if url else redirect("notifications:inbox")


@login_required
@require_POST
def read_one(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a notification as read."""
    if not own(request).filter(number=number).exists():
        raise Http404
    own(request).filter(number=number).mark_read(clock.now())
    return redirect("notifications:inbox")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what the page knew of: up to the number it was drawn with."""
    through = request.POST.get("through", "")
    if not through.isascii() or not through.isdecimal() or len(through) > MAX_DIGITS:
        raise Http404
    own(request).filter(number__lte=int(through)).mark_read(clock.now())
    return redirect("notifications:inbox")


@never_cache
@require_safe
def since(request: HttpRequest, number: int) -> JsonResponse:
    """Return what a page without a socket missed beyond a number, as the socket would."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "not_signed_in"}, status=401)
    return JsonResponse(news_since(request.user.pk, number).as_json())


def own(request: HttpRequest) -> NotificationQuerySet:
    """Return the reader's notifications."""
    return Notification.objects.of(request.user.pk)
