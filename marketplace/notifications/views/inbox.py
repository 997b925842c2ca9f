"""The inbox, and the poll of a page without a socket."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.core.paging import page_of
from marketplace.notifications.actions import read_line, read_through
from marketplace.notifications.actions import read_one as read_one_of
from marketplace.notifications.kinds import kind_of
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import NotificationQuerySet, bell_of
from marketplace.notifications.rendering import lines_of, news_since, notice_of

# Of a number that a bigint column can hold.
MAX_DIGITS = 18


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show a page of a person's notifications by lines, the newest first."""
    page = page_of(request, own(request).lines().with_line())
    context = {"page": page, "notices": lines_of(page), "bell": bell_of(request.user.pk)}
    return render(request, "notifications/inbox.html", context)


@login_required
@never_cache
@require_safe
def line(request: HttpRequest, number: int) -> HttpResponse:
    """Show everything that stands in one line of the inbox."""
    row = get_object_or_404(own(request), number=number)
    page = page_of(request, own(request).filter(line=row.line))
    context = {"page": page, "notices": [notice_of(one) for one in page], "of": kind_of(row.kind)}
    return render(request, "notifications/inbox.html", context)


@login_required
@never_cache
@require_GET
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a notification as read and go to what it speaks of; that page asks who may see it."""
    row = get_object_or_404(own(request, shown=False), number=number)
    read_one_of(row)
    url = kind_of(row.kind).url(row.params)
    return HttpResponseRedirect(url) if url else redirect("notifications:inbox")


@never_cache
@require_safe
def short_inbox(_request: HttpRequest) -> HttpResponse:
    """Lead from the short address in a text message to the inbox."""
    return redirect("notifications:inbox")


@login_required
@require_POST
def read_one(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a line as read, up to the notification that its reader saw."""
    read_line(get_object_or_404(own(request), number=number))
    return redirect("notifications:inbox")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what the page knew of: up to the number it was drawn with."""
    through = request.POST.get("through", "")
    if not through.isascii() or not through.isdecimal() or len(through) > MAX_DIGITS:
        raise Http404
    read_through(int(through), by=person_of(request))
    return redirect("notifications:inbox")


@never_cache
@require_safe
def since(request: HttpRequest, number: int) -> JsonResponse:
    """Return what a page without a socket missed beyond a number, as the socket would."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "not_signed_in"}, status=401)
    return JsonResponse(news_since(request.user.pk, number).as_json())


def own(request: HttpRequest, *, shown: bool = True) -> NotificationQuerySet:
    """Return the reader's notifications: what the inbox shows, or all."""
    rows = Notification.objects
    return rows.of(request.user.pk) if shown else rows.readable(request.user.pk)


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person; pages ask for one with `login_required`."""
    person = request.user
    assert person.is_authenticated  # noqa: S101 - tells the type checker what the decorator did
    return person
