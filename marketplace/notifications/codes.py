"""Codes that prove an address: how they are drawn, and how they are known again.

Only a keyed digest is kept: six digits could be guessed from any other.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import timedelta
from typing import Final

from django.utils.crypto import salted_hmac

LIFE: Final = timedelta(minutes=10)
"""So long a code can be used, from the moment at which it was asked for."""

DIGITS: Final = 6
SIGNS: Final = 8
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_BETWEEN: Final = re.compile(r"[\s-]+")


def draw_digits() -> str:
    """Return a code that is typed from a text message."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def draw_signs() -> str:
    """Return a code that is sent to the official account: long enough to name its person."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(SIGNS))


def digest_of(code: str, *, purpose: str) -> str:
    """Return what is kept of a code; the same code has another digest for another purpose."""
    keyed = salted_hmac(f"marketplace.notifications.codes.{purpose}", code, algorithm="sha256")
    return keyed.hexdigest()


def plain(text: str) -> str:
    """Return a code as it was drawn, from what a person typed: width, case and gaps aside."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
