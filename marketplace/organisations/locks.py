"""The lock under which an organisation changes."""

from __future__ import annotations

from marketplace.organisations.models import Organisation


def locked(organisation: Organisation) -> Organisation:
    """Return the organisation's row as it is now, locked until the transaction ends."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def both_locked(first: Organisation, second: Organisation) -> tuple[Organisation, Organisation]:
    """Return two rows, locked in the order of their keys, so that two callers cannot entangle."""
    rows = Organisation.objects.select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[first.pk, second.pk])}
    return found[first.pk], found[second.pk]
