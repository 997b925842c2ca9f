"""Phone numbers, addresses and e-mails in the form in which two ways of writing them are equal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_COUNTRY: Final = re.compile(r"^(?:\+|00)?86(?=1\d{10}$|0?\d{2,3}\d{7,8}$)")
_EXTENSION: Final = re.compile(r"(?:转|分机|ext\.?|x|#).*$")
_SHORTEST_PHONE: Final = 7
_SHORTEST_PLACE: Final = 6
_REGION: Final = re.compile(r"^(?:中国|中华人民共和国)?(?:福建省?)?(?:厦门市?)?")


def phone(text: str) -> str:
    """Return the digits of a phone number without country code and extension, or nothing."""
    folded = _EXTENSION.sub("", unicodedata.normalize("NFKC", text).lower())
    digits = re.sub(r"[^\d+]", "", folded)
    number = re.sub(r"\D", "", _COUNTRY.sub("", digits)).lstrip("0")
    return number if len(number) >= _SHORTEST_PHONE else ""


def email(text: str) -> str:
    """Return an address in lower case without what follows a plus, or nothing where it is none."""
    local, at, host = unicodedata.normalize("NFKC", text).strip().lower().rpartition("@")
    name = local.partition("+")[0]
    return f"{name}@{host}" if name and at and host else ""


def place(text: str) -> str:
    """Return a postal address without province, city, marks and spaces, or nothing for a vague one.

    Only what names a building or a number can be shared by two who have something in common.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    bare = _REGION.sub("", re.sub(r"[\W_]+", "", folded))
    return bare if len(bare) >= _SHORTEST_PLACE and re.search(r"\d", bare) else ""
