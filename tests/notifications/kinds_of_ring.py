"""Kinds of each urgency, told to the same people as RING; an entry's data says which tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace.journal.models import Entry
from marketplace.notifications.ways import Topic, Urgency
from tests.notifications.ring import RING, at_ring


def _when(name: str) -> Any:
    def recipients(entry: Entry) -> Any:
        return at_ring(entry) if name in entry.data.get("tells", ()) else ()

    return recipients


def _kind(name: str, **words: Any) -> Any:
    return replace(RING, name=name, recipients=_when(name), label=name, **words)


NORMAL = _kind("normal_ring", topic=Topic.APPLICATIONS, line=lambda p: str(p.get("line", "")))
URGENT = _kind("urgent_ring", topic=Topic.APPLICATIONS, urgency=Urgency.URGENT)
LEGAL = _kind("legal_ring", topic=Topic.ORGANISATION, urgency=Urgency.LEGAL)
MATCH = _kind("match_ring", topic=Topic.MATCHES, still=lambda params: not params.get("weak"))
KINDS = (NORMAL, URGENT, LEGAL, MATCH)
