"""Bids that were opened before get a check: open while the challenge waits, admitted after it."""

from django.db import migrations
from django.utils import timezone


def make_checks(apps, _schema_editor):
    checks, now = apps.get_model("bids", "FormalCheck"), timezone.now()
    whole = apps.get_model("bids", "Bid").objects.filter(fault="", formal_check__isnull=True)
    for bid in whole.filter(challenge__opening__state="finished").select_related("challenge"):
        waits = bid.challenge.state == "opened"
        checks.objects.create(
            bid=bid,
            begun_at=now,
            state="open" if waits else "admitted",
            settled_at=None if waits else now,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("bids", "0002_formal_checks"),
    ]

    operations = [migrations.RunPython(make_checks, migrations.RunPython.noop)]
