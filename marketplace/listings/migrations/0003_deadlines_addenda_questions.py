import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("listings", "0002_stamped_sheets"),
        ("organisations", "0002_verification_note"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addendum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("is_material", models.BooleanField(verbose_name="material")),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it changes"),
                ),
                ("differences", models.JSONField(default=list, verbose_name="differences")),
                ("opens_before", models.DateTimeField(null=True)),
                ("opens_after", models.DateTimeField(null=True)),
                ("questions_close_before", models.DateTimeField(null=True)),
                ("questions_close_after", models.DateTimeField(null=True)),
                ("closes_before", models.DateTimeField(null=True)),
                ("closes_after", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "addendum",
                "verbose_name_plural": "addenda",
                "ordering": ["demand", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("demand", "number"), name="listings_addendum_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="listings_addendum_counts_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closes_at", models.DateTimeField()),
                ("hours", models.PositiveSmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="listings.demand",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("demand", "closes_at", "hours"), name="listings_reminded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__lt", models.F("closes_at"))),
                        name="listings_reminded_before_close",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="your question",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for an answer"),
                            ("drafted", "the answer is in review"),
                            ("published", "answered"),
                            ("declined", "not answered"),
                            ("merged", "joined with another question"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="answer",
                    ),
                ),
                ("drafted_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="listings.question",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(fields=["demand", "state"], name="listings_questions_of_demand"),
                    models.Index(
                        fields=["asker", "demand", "asked_at"], name="listings_questions_by"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(
                                models.Q(("state", "merged"), _negated=True),
                                ("merged_into__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_merged_into_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="listings_question_not_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["drafted", "published"]), _negated=True),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("drafted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_answered_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("state", "published"),
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_published_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="listings_question_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="listings_question_declined_with_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="demandlifecycle",
            name="change_is_material",
            field=models.BooleanField(editable=False, null=True, verbose_name="material change"),
        ),
        migrations.AddField(
            model_name="demandlifecycle",
            name="change_why",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="why it changes"
            ),
        ),
        migrations.AddField(
            model_name="demandlifecycle",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="close recorded"),
        ),
        migrations.AddConstraint(
            model_name="demandlifecycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(
                        ("closes_at__isnull", False), ("closes_at__lte", models.F("closed_at"))
                    ),
                    _connector="OR",
                ),
                name="listings_closed_after_its_close",
            ),
        ),
    ]
