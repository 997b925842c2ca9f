"""Keys of ceremonies remember that their openers were ready; those that were are found."""

from django.db import migrations, models

_SHARES = 3


def find_ready(apps, _editor):
    """Mark the keys whose openers had rehearsed, or were replaced by two passphrases."""
    keys = apps.get_model("bids", "CeremonyKey").objects.filter(ready_at=None)
    openers = apps.get_model("bids", "Opener").objects.exclude(rehearsed_at=None)
    replaced = apps.get_model("journal", "Entry").objects.filter(kind="opener_replaced")
    changed = {int(key) for key in replaced.values_list("subject_key", flat=True)}
    for key in keys:
        rehearsed = openers.filter(challenge=key.challenge_id)
        instants = sorted(rehearsed.values_list("rehearsed_at", flat=True))
        if len(instants) == _SHARES or key.challenge_id in changed:
            key.ready_at = instants[-1] if instants else key.made_at
            key.save(update_fields=["ready_at"])


class Migration(migrations.Migration):
    """Keys of ceremonies remember that their openers were ready."""

    dependencies = [
        ("bids", "0003_checks_of_opened_bids"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="ceremonykey",
            name="ready_at",
            field=models.DateTimeField(null=True, verbose_name="all openers have rehearsed"),
        ),
        migrations.RunPython(find_ready, migrations.RunPython.noop),
    ]
