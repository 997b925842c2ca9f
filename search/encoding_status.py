"""The semantic tier in the operator's words."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count

from search.encoding import absence, encoder
from search.models import Encoding

_SHOWN = 10


def lines() -> Iterator[str]:
    """Yield what compares texts, how far it has come, and which listings it could not read."""
    chosen = encoder()
    if chosen is None:
        why = absence()
        yield f"encoder {settings.ENCODER or 'none'}: " + (
            f"absent, only words are compared: {why}" if why else "only words are compared"
        )
        return
    rows = Encoding.objects.filter(model=chosen.id)
    counts = dict(rows.values_list("state").annotate(Count("id")).order_by())
    done, waiting = counts.get(Encoding.State.DONE, 0), counts.get(Encoding.State.WAITING, 0)
    yield f"encoder {chosen.id}, {chosen.dimensions} dimensions: {done} encoded, {waiting} waiting"
    if absence():
        yield f"  it is one encoder where two would compare better: {absence()}"
    failed = rows.filter(state=Encoding.State.FAILED).order_by("key")
    if failed:
        yield f"{len(failed)} listings are compared by words only, the model could not read them:"
    for row in failed[:_SHOWN]:
        yield f"  {row.key}: {row.fault}"
