"""How names of organisations are written, so that one name is found however it was typed."""

from __future__ import annotations

import unicodedata


def normal_name(text: str) -> str:
    """Return a name in its usual form: half-width letters, full-width brackets, single spaces.

    Spaces beside Chinese characters go, those between Latin words stay.
    """
    plain = unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）")
    words = plain.split()
    if not words:
        return ""
    name = words[0]
    for word in words[1:]:
        name += f" {word}" if name[-1].isascii() and word[0].isascii() else word
    return unicodedata.normalize("NFC", name)
