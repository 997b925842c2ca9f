import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("challenges", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="FitnessCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "being checked"),
                            ("pass", "passed"),
                            ("return", "returned"),
                            ("reject", "rejected"),
                            ("dropped", "taken back by the author"),
                        ],
                        default="running",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="handed in")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="summary of the check",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "fitness check",
                "verbose_name_plural": "fitness checks",
                "ordering": ["challenge", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("challenge", "number"), name="challenges_check_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("challenge",),
                        name="challenges_one_running_check",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "running"),
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="challenges_check_settled_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FitnessVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "vote",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pass", "pass"),
                            ("return", "return for changes"),
                            ("reject", "reject"),
                        ],
                        max_length=8,
                        verbose_name="vote",
                    ),
                ),
                ("filed_at", models.DateTimeField(null=True, verbose_name="filed")),
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fitness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="challenges.fitnesscheck",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "vote of a fitness check",
                "verbose_name_plural": "votes of a fitness check",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fitness", "reviewer"), name="challenges_one_vote_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filed_at__isnull", True), ("vote", "")),
                            models.Q(
                                models.Q(("vote", ""), _negated=True), ("filed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="challenges_vote_filed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vote__in", ["", "pass"]),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="challenges_vote_against_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FitnessRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("necessity", "necessity"),
                            ("indicators", "indicators"),
                            ("budget", "budget"),
                            ("supply", "existing supply"),
                            ("wording", "restrictive wording"),
                        ],
                        max_length=10,
                        verbose_name="aspect",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("fit", "fit"), ("doubt", "with doubts"), ("unfit", "unfit")],
                        max_length=5,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="remark",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="challenges.fitnessvote",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark of a fitness check",
                "verbose_name_plural": "remarks of a fitness check",
                "ordering": ["vote", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vote", "aspect"), name="challenges_aspect_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="challenge",
            name="edition",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="edition of the rules"
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="guidance",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[django.core.validators.ProhibitNullCharactersValidator()],
                verbose_name="how it is scored",
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="name",
            field=models.CharField(
                max_length=60,
                validators=[django.core.validators.ProhibitNullCharactersValidator()],
                verbose_name="criterion",
            ),
        ),
    ]
