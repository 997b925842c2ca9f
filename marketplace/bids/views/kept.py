"""What somebody typed into a sealed draft after the session ended: kept encrypted for the return.

The session's row holds a box of a size class under a key that the keeper wraps; nobody who reads
the database reads it, and it is forgotten with the session, or once it is saved.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from marketplace.core.canonical import canonical_json
from marketplace.sealing.keepers import keeper
from marketplace.sealing.padding import padded, unpadded
from marketplace.sealing.suites import BrokenSealError, new_key, seal, unseal

if TYPE_CHECKING:
    from django.http import HttpRequest

_KEY: Final = "sealed_draft"


def keep_typed(request: HttpRequest, texts: Mapping[str, str], *, base: str) -> None:
    """Keep what was typed on this page until somebody who may bid comes back to it."""
    key, context = new_key(), _context(request.path)
    text = padded(canonical_json({"texts": dict(texts), "base": base}).encode())
    request.session[_KEY] = {
        "page": request.path,
        "key": keeper().wrap(key, context=context).hex(),
        "box": b64encode(seal(key, text, context=context)).decode(),
    }


def typed_before(request: HttpRequest) -> tuple[dict[str, str], str] | None:
    """Return texts and mark that were typed on this page while signed out, None where none were."""
    kept = request.session.get(_KEY)
    if not kept or kept["page"] != request.path:
        return None
    context = _context(request.path)
    try:
        key = keeper().unwrap(bytes.fromhex(kept["key"]), context=context)
        plain = json.loads(unpadded(unseal(key, b64decode(kept["box"]), context=context)))
    except BrokenSealError:
        return None
    return plain["texts"], plain["base"]


def forget_typed(request: HttpRequest) -> None:
    """Forget what was kept: it is saved, or no longer wanted."""
    request.session.pop(_KEY, None)


def _context(page: str) -> tuple[str, ...]:
    return ("typed while signed out", page)
