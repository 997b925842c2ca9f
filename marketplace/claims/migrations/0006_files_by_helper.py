from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_filling_in")]

    operations = [
        migrations.AddField(
            model_name="draftfile",
            name="by_helper",
            field=models.BooleanField(default=False),
        ),
    ]
