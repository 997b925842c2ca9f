"""Say of pairs that hardly fit that they do: until now they counted as suggested."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def note_weak_pairs(apps: Any, _schema_editor: Any) -> None:
    """Write the event that a computing would write now."""
    event = apps.get_model("matches", "Event")
    weak = apps.get_model("matches", "Match").objects.filter(fits=True, level="weak")
    now = timezone.now()
    event.objects.bulk_create(
        (
            event(kind="unfitted", at=now, demand_id=demand, capability_id=capability)
            for demand, capability in weak.values_list("demand_id", "capability_id").iterator()
        ),
        batch_size=1_000,
    )


class Migration(migrations.Migration):
    """Only rows change."""

    dependencies = [("matches", "0002_basis")]

    operations = [migrations.RunPython(note_weak_pairs, migrations.RunPython.noop)]
