"""Where a person chooses how to be told, and stops single kinds."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.notifications import actions
from marketplace.notifications.forms import PreferencesForm, initial_of
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.models import Mute
from marketplace.notifications.views.inbox import person_of
from marketplace.notifications.ways import OUTSIDE, Channel
from marketplace.notifications.where import way_of, ways_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and save how soon a person is told of what on which channel."""
    person = person_of(request)
    reached = ways_of(person.pk)
    form = PreferencesForm(
        request.POST or None,
        initial=initial_of(person.pk),
        channels=[Channel.PAGE, Channel.MAIL, *(way.channel for way in reached if way.masked)],
    )
    if request.method == "POST" and form.is_valid():
        actions.change_preferences(form.paces, by=person, quiet=form.quiet, kinds=form.kinds)
        messages.success(request, _("Your settings are saved."))
        return redirect("notifications:preferences")
    muted = set(Mute.objects.filter(user=person).values_list("kind", flat=True))
    mail = way_of(person.pk, Channel.MAIL)
    context = {
        "form": form,
        "legal": list(dict.fromkeys(kind.called for kind in all_kinds() if kind.is_legal)),
        "muted": [kind for kind in all_kinds() if kind.name in muted],
        "address": mail.address,
        "bounced": mail.is_refused,
        "ways": reached,
    }
    status = 422 if form.errors else 200
    return render(request, "notifications/preferences.html", context, status=status)


@login_required
@require_POST
def mute(request: HttpRequest, kind: str) -> HttpResponse:
    """Stop messages of a kind on all channels; Refusal for one with legal effect."""
    actions.mute_kind(_known(kind), by=person_of(request))
    messages.success(request, _("You get no more messages of this kind."))
    return redirect("notifications:preferences")


@login_required
@require_POST
def unmute(request: HttpRequest, kind: str) -> HttpResponse:
    """Let messages of a kind come again."""
    actions.unmute_kind(_known(kind), by=person_of(request))
    messages.success(request, _("You get messages of this kind again."))
    return redirect("notifications:preferences")


@login_required
@require_POST
def try_again(request: HttpRequest, channel: str) -> HttpResponse:
    """Send to an address again that its server refused."""
    if channel not in OUTSIDE:
        raise Http404
    actions.try_address_again(Channel(channel), by=person_of(request))
    messages.success(request, _("Messages are sent to your address again."))
    return redirect("notifications:preferences")


def _known(name: str) -> str:
    if all(kind.name != name for kind in all_kinds()):
        raise Http404
    return name
