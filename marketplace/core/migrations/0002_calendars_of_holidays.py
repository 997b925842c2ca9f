"""Calendars of holidays that staff enter for years that the installed table does not know."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HolidayYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2199),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("days_off", models.JSONField(verbose_name="days off")),
                (
                    "days_worked",
                    models.JSONField(blank=True, default=list, verbose_name="weekend days worked"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "calendar of holidays",
                "verbose_name_plural": "calendars of holidays",
                "ordering": ["-year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2199)),
                        name="core_holiday_year_of_these_centuries",
                    )
                ],
            },
        ),
    ]
