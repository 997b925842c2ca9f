"""What was typed, counted: for suggestions, and for what the lists could not answer.

A process counts in memory and writes now and then, after an answer is sent. Nobody's data is kept:
no reader, no instant of a single search, nothing that looks like a person's number or address.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from marketplace.core import clock
from search import text
from search.models import TypedQuery

SHOWN_FROM = 3
"""What was typed less often is shown to nobody: it may be somebody's name."""

_HELD = 500
_KEPT = 5_000
_SHORTEST, _LONGEST = 2, 40
_RARE_DAYS, _DAYS = 30, 180
_PERSONAL = re.compile(r"\d{7}|@|\d{3}[- ]\d{4}[- ]\d{4}")


@dataclass(slots=True)
class _Count:
    count: int = 0
    hits: int = 0


class _Counter:
    """What this process has counted and not yet written; the oldest goes where it is too much."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._written = time.monotonic()

    def add(self, list_key: str, typed: str, *, hits: int) -> None:
        with self._lock:
            count = self._counts.setdefault((list_key, typed), _Count())
            count.count += 1
            count.hits = hits
            self._counts.move_to_end((list_key, typed))
            while len(self._counts) > _HELD:
                self._counts.popitem(last=False)

    def take(self, *, if_due: bool) -> list[tuple[tuple[str, str], _Count]]:
        with self._lock:
            now = time.monotonic()
            if if_due and now - self._written < settings.TYPED_QUERIES_SECONDS:
                return []
            self._written = now
            taken = list(self._counts.items())
            self._counts.clear()
            return taken


_COUNTER = _Counter()


def note(list_key: str, typed: str, *, hits: int) -> None:
    """Count a typed text whose first page was asked for without filters; no query is made."""
    normal = normal_query(typed)
    if normal:
        _COUNTER.add(list_key, normal, hits=hits)


def normal_query(typed: str) -> str:
    """Return a typed text as it is counted; nothing for one that is not kept at all."""
    normal = " ".join(text.normalise(typed[: _LONGEST * 2]).text.split())
    is_kept = _SHORTEST <= len(normal) <= _LONGEST and not _PERSONAL.search(normal)
    return normal if is_kept and text.cut(normal).units else ""


def write(*, if_due: bool = False) -> None:
    """Write what this process has counted; with `if_due` only where it has waited long enough."""
    taken = _COUNTER.take(if_due=if_due)
    if taken:
        with transaction.atomic():
            _add(taken)


def write_if_due(**_signal: object) -> None:
    """Write now and then; a receiver of `request_finished`."""
    write(if_due=True)


def unanswered() -> QuerySet[TypedQuery]:
    """Return what several people typed and no listing answered, the most typed first."""
    return TypedQuery.objects.filter(hits=0, count__gte=SHOWN_FROM)


def answered(list_key: str) -> QuerySet[TypedQuery]:
    """Return what several people typed into a list and found, the most typed first."""
    return TypedQuery.objects.filter(list_key=list_key, hits__gt=0, count__gte=SHOWN_FROM)


def forget_old() -> None:
    """Drop what was rare and what nobody has typed for long, and all above the limit."""
    now = clock.now()
    rows = TypedQuery.objects
    rows.filter(count__lt=SHOWN_FROM, last_seen__lt=now - timedelta(days=_RARE_DAYS)).delete()
    rows.filter(last_seen__lt=now - timedelta(days=_DAYS)).delete()
    surplus = rows.order_by("-count", "-last_seen").values_list("pk", flat=True)[_KEPT:]
    rows.filter(pk__in=list(surplus)).delete()


def _add(taken: Iterable[tuple[tuple[str, str], _Count]]) -> None:
    now = clock.now()
    for (list_key, typed), counted in taken:
        row, _new = TypedQuery.objects.get_or_create(
            list_key=list_key, text=typed, defaults={"last_seen": now}
        )
        TypedQuery.objects.filter(pk=row.pk).update(
            count=F("count") + counted.count, hits=counted.hits, last_seen=now
        )
