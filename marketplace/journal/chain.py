"""The hashes that bind entries: what they cover is fixed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.core.canonical import digest
from marketplace.journal.models import Entry


def blinded(state: Mapping[str, object], salt: str) -> str:
    """Return the digest of a subject's state that tells nothing without its salt."""
    return digest({"salt": salt, "state": dict(state)})


def link_hash(entry: Entry, *, previous: str, position: int) -> str:
    """Return the hash of a link: over the one before it, its position and all of the entry."""
    return digest(
        {
            "previous": previous,
            "position": position,
            "entry": entry.pk,
            "kind": entry.kind,
            "at": entry.at,
            "actor": entry.actor_key,
            "subject": [entry.subject_type, entry.subject_key],
            "data": entry.data,
            "before": entry.before,
            "after": entry.after,
        }
    )
