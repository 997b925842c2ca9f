"""The journal consumer that counts the versions of live topics."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from marketplace.journal.consumers import consumer
from marketplace.journal.models import Entry
from marketplace.notifications import topics, wake
from marketplace.notifications.models import TopicVersion


@consumer("live_topics", topics.entry_kinds, is_prompt=True)
def count_on_entry(entry: Entry) -> None:
    """Give each topic that an entry changes its next version, and wake the sockets on commit."""
    names = topics.names_changed_by(entry)
    if not names:
        return
    TopicVersion.objects.bulk_create(
        [TopicVersion(name=name) for name in sorted(names)], ignore_conflicts=True
    )
    TopicVersion.objects.filter(name__in=names).update(
        version=F("version") + 1, change=entry.position
    )
    transaction.on_commit(wake.topics, robust=True)


def changed_since(change: int | None) -> tuple[Mapping[str, int], int]:
    """Return the versions of the topics that changed beyond a change, and the last change.

    With no change it says where the last one lies, and names none. The consumer works under the
    lock of its cursor, so changes grow as they commit.
    """
    newest = TopicVersion.objects.order_by("-change").values_list("change", flat=True).first()
    if change is None:
        return {}, newest or 0
    rows = TopicVersion.objects.filter(change__gt=change).values_list("name", "version", "change")
    found = list(rows) if (newest or 0) > change else []
    return {name: version for name, version, _ in found}, max(
        (row[2] for row in found), default=change
    )
