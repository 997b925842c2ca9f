from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Industry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Kept on old items, no longer offered for new ones.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fields",
                        to="taxonomy.industry",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "industry",
                "verbose_name_plural": "industries",
                "ordering": ["sort_order", "id"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Domain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Kept on old items, no longer offered for new ones.",
                        verbose_name="retired",
                    ),
                ),
                ("icon", models.CharField(blank=True, max_length=30, verbose_name="icon")),
            ],
            options={
                "verbose_name": "scenario domain",
                "verbose_name_plural": "scenario domains",
                "ordering": ["sort_order", "id"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="District",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Kept on old items, no longer offered for new ones.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "code",
                    models.CharField(max_length=6, unique=True, verbose_name="GB/T 2260 code"),
                ),
            ],
            options={
                "verbose_name": "district",
                "verbose_name_plural": "districts",
                "ordering": ["sort_order", "id"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Park",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Kept on old items, no longer offered for new ones.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "districts",
                    models.ManyToManyField(
                        related_name="parks", to="taxonomy.district", verbose_name="districts"
                    ),
                ),
                (
                    "focus",
                    models.ManyToManyField(
                        blank=True,
                        related_name="parks",
                        to="taxonomy.industry",
                        verbose_name="focus industries",
                    ),
                ),
            ],
            options={
                "verbose_name": "park",
                "verbose_name_plural": "parks",
                "ordering": ["sort_order", "id"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="ResourceKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Kept on old items, no longer offered for new ones.",
                        verbose_name="retired",
                    ),
                ),
                ("icon", models.CharField(blank=True, max_length=30, verbose_name="icon")),
            ],
            options={
                "verbose_name": "kind of opened resource",
                "verbose_name_plural": "kinds of opened resource",
                "ordering": ["sort_order", "id"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="QualificationKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="description"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Kept on old items, no longer offered for new ones.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "satisfies",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Every lower grade: who holds this meets a demand for one of them.",
                        related_name="satisfied_by",
                        to="taxonomy.qualificationkind",
                        verbose_name="also counts as",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of qualification",
                "verbose_name_plural": "kinds of qualification",
                "ordering": ["sort_order", "id"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="EconomicActivity",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="taxonomy.economicactivity",
                    ),
                ),
            ],
            options={
                "verbose_name": "economic activity",
                "verbose_name_plural": "economic activities",
                "ordering": ["code"],
            },
        ),
        CreateRendered(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wording", models.CharField(max_length=40, verbose_name="wording")),
                ("other", models.CharField(max_length=40, verbose_name="also finds")),
                ("wording_key", models.CharField(editable=False, max_length=80)),
                ("other_key", models.CharField(editable=False, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same", "same meaning"),
                            ("short", "short form"),
                            ("broader", "broader to narrower"),
                            ("strait", "cross-strait wording"),
                        ],
                        default="same",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "both_ways",
                    models.BooleanField(
                        default=True,
                        help_text="Off: only who asks for the wording finds the other one as well.",
                        verbose_name="both ways",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.90"),
                        help_text="From 0.05 to 1: what a hit by the other wording counts.",
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.05")),
                            django.core.validators.MaxValueValidator(Decimal(1)),
                        ],
                        verbose_name="weight",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("retired", "Retired"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("staff", "staff"),
                            ("seed", "supplied"),
                            ("sheet", "spreadsheet"),
                            ("queries", "searches without a hit"),
                            ("encoder", "encoder"),
                        ],
                        default="staff",
                        editable=False,
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                ("created", models.DateTimeField(editable=False, verbose_name="proposed")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="retired by",
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="retired"),
                ),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "ordering": ["-id"],
                "permissions": [("approve_synonym", "Can approve synonyms")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wording_key", models.F("other_key")), _negated=True),
                        name="taxonomy_synonym_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0), ("weight__lte", 1)),
                        name="taxonomy_synonym_weight",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "approved"])),
                        fields=("wording_key", "other_key", "state"),
                        name="taxonomy_synonym_once",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("wording_key", "other_key"),
                        django.db.models.functions.comparison.Greatest("wording_key", "other_key"),
                        models.F("state"),
                        condition=models.Q(
                            ("state__in", ["proposed", "approved"]), ("both_ways", True)
                        ),
                        name="taxonomy_synonym_both_ways_once",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="SynonymStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=16)),
            ],
        ),
    ]
