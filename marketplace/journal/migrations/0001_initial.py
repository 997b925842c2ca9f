import django.db.models.deletion
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateRendered(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("actor_key", models.CharField(blank=True, max_length=64)),
                ("subject_type", models.CharField(max_length=80)),
                ("subject_key", models.CharField(max_length=64)),
                ("data", models.JSONField(default=dict)),
                ("before", models.CharField(blank=True, max_length=64)),
                ("after", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_key", "id"], name="journal_entry_subject"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Salt",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="salt",
                        serialize=False,
                        to="journal.entry",
                    ),
                ),
                ("value", models.CharField(max_length=32)),
            ],
        ),
        CreateRendered(
            name="Pending",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="journal.entry",
                    ),
                ),
            ],
        ),
        CreateRendered(
            name="Link",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="link",
                        to="journal.entry",
                    ),
                ),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Cursor",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("key", models.CharField(blank=True, max_length=80)),
                ("moved", models.DateTimeField(auto_now=True)),
            ],
        ),
        CreateRendered(
            name="Parked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("consumer", models.CharField(max_length=80)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journal.entry",
                    ),
                ),
                ("position", models.BigIntegerField()),
                ("subject_type", models.CharField(max_length=80)),
                ("subject_key", models.CharField(max_length=64)),
                ("key", models.CharField(blank=True, max_length=80)),
                ("error", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["consumer", "subject_type", "subject_key"],
                        name="journal_parked_subject",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consumer", "entry"), name="journal_parked_once"
                    )
                ],
            },
        ),
    ]
