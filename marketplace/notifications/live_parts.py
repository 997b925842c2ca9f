"""Where a page fetches the part of a topic that changed, and asks for versions without a socket."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.notifications.reading import followable
from marketplace.notifications.sockets import MAX_NAME, MAX_TOPICS
from marketplace.notifications.topics import topic_of


@never_cache
@require_safe
def fragment(request: HttpRequest, prefix: str, key: str) -> HttpResponse:
    """Draw a topic's part anew for its reader; Http404 to whom it may not be shown."""
    topic = topic_of(prefix)
    if topic is None or not topic.may_follow(request.user, key):
        raise Http404
    return topic.fragment(request, key)


@never_cache
@require_safe
def versions(request: HttpRequest) -> JsonResponse:
    """Return the versions of the topics that a reader may follow, as the socket would."""
    names = [name for name in request.GET.getlist("topic")[:MAX_TOPICS] if len(name) <= MAX_NAME]
    return JsonResponse({"topics": followable(request.user.pk, names)})
