"""The words of a text message: a signature, a fixed sentence and a short address, bounded."""

from __future__ import annotations

from math import ceil
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.notifications.kinds import Kind
from marketplace.notifications.letters import Letter, Section
from marketplace.notifications.links import absolute

SEGMENT: Final = 70
"""So many units of UTF-16 go in a text message that is not Latin."""
JOINED: Final = 67
"""… and in each of several that are shown as one."""
MOST_SEGMENTS: Final = 2


def units_of(text: str) -> int:
    """Return the length by which text messages are counted: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def segments_of(text: str) -> int:
    """Return in how many text messages a text goes."""
    units = units_of(text)
    return 1 if units <= SEGMENT else ceil(units / JOINED)


def notice_letter(kind: Kind, number: int) -> Letter:
    """Return what is said of a notification: its kind, and where to read it after signing in."""
    return _letter(kind.said_shortly, absolute(reverse("notifications:short", args=[number])))


def digest_letter(count: int) -> Letter:
    """Return what is said of a day's or week's messages: how many there are."""
    said = ngettext("%(number)d new message", "%(number)d new messages", count)
    return _letter(said % {"number": count}, absolute(reverse("notifications:short_inbox")))


def code_letter(code: str, *, minutes: int) -> Letter:
    """Return what brings a code."""
    said = _("%(code)s is your code. It holds for %(minutes)s minutes. Tell it to nobody.")
    return _letter(said % {"code": code, "minutes": minutes}, "")


def text_of(letter: Letter) -> str:
    """Return a letter as a text message; its sentence is cut where it would not fit."""
    (section,) = letter.sections
    signature = f"【{settings.MESSAGE_SIGNATURE}】"
    most = JOINED * MOST_SEGMENTS - units_of(signature) - units_of(section.url) - 1
    return f"{signature}{_cut(letter.subject, most)} {section.url}".rstrip()


def _letter(said: str, url: str) -> Letter:
    return Letter(subject=said, sections=[Section(title=said, url=url)])


def _cut(text: str, most: int) -> str:
    if units_of(text) <= most:
        return text
    kept = text
    while kept and units_of(kept) >= most:
        kept = kept[:-1]
    return f"{kept}…"
