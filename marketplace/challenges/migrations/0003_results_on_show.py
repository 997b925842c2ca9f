from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0002_fitness_checks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="programme",
            name="challenges_programme_asks_for_something",
        ),
        migrations.AddField(
            model_name="programme",
            name="notice_workdays",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="least number of working days that a result is on show"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="objection_workdays",
            field=models.PositiveSmallIntegerField(
                default=3, verbose_name="working days until an objection is decided"
            ),
        ),
        migrations.AlterField(
            model_name="challenge",
            name="state",
            field=models.CharField(
                choices=[
                    ("drafted", "being drafted"),
                    ("arguing", "in the fitness check"),
                    ("argued", "found fit"),
                    ("published", "listed"),
                    ("closed", "closed and sealed"),
                    ("opened", "bids opened"),
                    ("noticed", "result on show"),
                    ("awarded", "awarded"),
                    ("argued_down", "rejected as unfit"),
                    ("failed", "ended without a result"),
                    ("terminated", "terminated"),
                    ("withdrawn", "withdrawn before publication"),
                ],
                db_index=True,
                default="drafted",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fitness_votes__gte", 1),
                    ("minimum_indicators__gte", 1),
                    ("notice_workdays__gte", 1),
                    ("objection_workdays__gte", 1),
                ),
                name="challenges_programme_asks_for_something",
            ),
        ),
    ]
