"""The record of an opening counts the envelopes that were damaged."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The record of an opening counts the envelopes that were damaged."""

    dependencies = [("bids", "0004_ceremonies_stay_ready")]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="broken",
            field=models.PositiveIntegerField(
                default=0, verbose_name="envelopes that were damaged"
            ),
        ),
    ]
