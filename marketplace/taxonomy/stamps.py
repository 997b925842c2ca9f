"""The stamp of the approved synonyms: who holds them reads it to see whether they have changed."""

from __future__ import annotations

import secrets

from marketplace.taxonomy.models import SynonymStamp

_BYTES = 8


def current() -> str:
    """Return the stamp: one query of one row; empty before the first approved edge."""
    rows = SynonymStamp.objects.filter(pk=SynonymStamp.ONLY)
    return rows.values_list("value", flat=True).first() or ""


def lock() -> None:
    """Let one change of synonyms at a time go on, inside a transaction."""
    SynonymStamp.objects.get_or_create(pk=SynonymStamp.ONLY)
    SynonymStamp.objects.select_for_update().get(pk=SynonymStamp.ONLY)


def renew() -> None:
    """Change the stamp to one that never was."""
    SynonymStamp.objects.update_or_create(
        pk=SynonymStamp.ONLY, defaults={"value": secrets.token_hex(_BYTES)}
    )
