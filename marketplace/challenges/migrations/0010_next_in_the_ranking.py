from django.db import migrations, models

_LABEL = "where an award comes to nothing, the next in the ranking may be named"


class Migration(migrations.Migration):
    dependencies = [
        ("challenges", "0009_template_documents"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="programme",
            name="challenges_programme_asks_for_something",
        ),
        # What was listed without the rule stays without it.
        migrations.AddField(
            model_name="challenge",
            name="names_next",
            field=models.BooleanField(default=False, verbose_name=_LABEL),
        ),
        migrations.AlterField(
            model_name="challenge",
            name="names_next",
            field=models.BooleanField(default=True, verbose_name=_LABEL),
        ),
        migrations.AddField(
            model_name="programme",
            name="answer_workdays",
            field=models.PositiveSmallIntegerField(
                default=3, verbose_name="working days in which the next ranked bidder answers"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_workdays__gte", 1),
                    ("cure_workdays__gte", 1),
                    ("declaration_workdays__gte", 1),
                    ("fitness_votes__gte", 1),
                    ("minimum_indicators__gte", 1),
                    ("notice_workdays__gte", 1),
                    ("objection_workdays__gte", 1),
                ),
                name="challenges_programme_asks_for_something",
            ),
        ),
    ]
