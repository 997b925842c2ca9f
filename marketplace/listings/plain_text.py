"""What counts as plain text: no markup, no control characters, one form of each character."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>|<\s*script|javascript\s*:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def markup_in(text: str) -> str:
    """Return the first piece of markup in a text, at most 40 characters of it; else nothing.

    A lone `<` is no markup: `p < 0.05` and `<5 分钟` are plain text.
    """
    found = _TAG.search(text)
    return found.group(0)[:40] if found else ""


def without_control(text: str) -> str:
    """Return a text without characters that nobody sees; its lines end in one way."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def half_width(text: str) -> str:
    """Return full-width digits and signs in their usual form (NFKC), for numbers and phones."""
    return unicodedata.normalize("NFKC", text)
