"""Signed JSON between the portal and a city's message platform, in both directions.

The signature is HMAC-SHA256, in hexadecimal, over the Unix second, a dot and the body.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final, NamedTuple
from urllib.parse import urlsplit

TIME_HEADER: Final = "X-Portal-Time"
SIGNATURE_HEADER: Final = "X-Portal-Signature"
TOLERANCE: Final = 300
"""So many seconds the clocks of the two sides may differ."""
_MOST_ANSWER: Final = 2000


class Answer(NamedTuple):
    """What the other side answered: an HTTP status, and the first signs of its words."""

    status: int
    text: str


class NoAnswerError(Exception):
    """The other side is away, hangs, or speaks no HTTP."""


def signature_of(body: bytes, *, secret: str, at: str) -> str:
    """Return the signature of a body that is sent at a Unix second."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, *, secret: str, headers: Mapping[str, str], now: float) -> bool:
    """Return whether a body was signed with the secret within the last minutes."""
    at, signature = headers.get(TIME_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
    if not secret or not at.isascii() or not at.isdecimal() or len(at) > len("9999999999"):
        return False
    expected = signature_of(body, secret=secret, at=at)
    is_right = hmac.compare_digest(signature.encode(), expected.encode())
    return is_right and abs(now - int(at)) <= TOLERANCE


def post(url: str, body: bytes, *, secret: str, at: int, timeout: float, key: str = "") -> Answer:
    """Post a signed body and return the answer; a redirect is an answer and is not followed."""
    parts = urlsplit(url)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    headers = {
        "Content-Type": "application/json",
        TIME_HEADER: str(at),
        SIGNATURE_HEADER: signature_of(body, secret=secret, at=str(at)),
    }
    if key:
        headers["Idempotency-Key"] = key
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    line = make(parts.netloc, timeout=timeout)
    try:
        line.request("POST", path, body, headers)
        response = line.getresponse()
        said = response.read(_MOST_ANSWER).decode(errors="replace")
        return Answer(response.status, said)
    except (OSError, HTTPException) as error:
        raise NoAnswerError(f"{type(error).__name__}: {error}") from error
    finally:
        line.close()
