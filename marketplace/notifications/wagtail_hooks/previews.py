"""How each kind reads by e-mail and in a text message, in both languages, with fictional facts."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from marketplace.notifications.composing import section_of
from marketplace.notifications.gateways import Envelope
from marketplace.notifications.kinds import Kind, all_kinds
from marketplace.notifications.letters import Letter
from marketplace.notifications.mail import mail_of
from marketplace.notifications.models import Notification
from marketplace.notifications.short import notice_letter, segments_of, text_of
from marketplace.notifications.wagtail_hooks.log import READ_LOG
from marketplace.notifications.ways import Channel

LANGUAGES: Final = {"zh-hans": "简体中文", "en": "English"}


@require_safe
@permission_required(READ_LOG, raise_exception=True)
def previews(request: HttpRequest) -> HttpResponse:
    """List every kind with its topic, its urgency and why it comes."""
    context = {"kinds": all_kinds(), "languages": LANGUAGES}
    return render(request, "notifications/admin/previews.html", context)


@require_safe
@permission_required(READ_LOG, raise_exception=True)
def preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show a kind's e-mail as text and as HTML, and its text message."""
    known = next((one for one in all_kinds() if one.name == kind and one.example), None)
    if known is None or language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        mail: Any = mail_of(_envelope(known))
        said_shortly = text_of(notice_letter(known, 1))
    context = {
        "subject": mail.subject,
        "text": mail.body,
        "html": mail.alternatives[0][0],
        "short": said_shortly,
        "segments": segments_of(said_shortly),
        "language": LANGUAGES[language],
    }
    return render(request, "notifications/admin/preview.html", context)


def _envelope(kind: Kind) -> Envelope:
    row = Notification(user_id=0, number=0, kind=kind.name, params=kind.example)
    section = section_of(row, channel=Channel.MAIL)
    stop = "" if kind.is_legal else section.links[0][1]
    letter = Letter(subject=section.title, sections=[section], stop=stop)
    return Envelope(key="preview", address="preview@example.invalid", letter=letter)
