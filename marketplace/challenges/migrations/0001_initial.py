import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("listings", "0003_deadlines_addenda_questions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExitReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way_out",
                    models.CharField(
                        choices=[
                            ("argued_down", "rejected as unfit"),
                            ("failed", "ended without a result"),
                            ("terminated", "terminated"),
                            ("withdrawn", "withdrawn before publication"),
                        ],
                        max_length=12,
                        verbose_name="way out",
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("is_active", models.BooleanField(default=True, verbose_name="may be chosen")),
            ],
            options={
                "verbose_name": "reason of a side exit",
                "verbose_name_plural": "reasons of side exits",
                "ordering": ["way_out", "id"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="programme")),
                (
                    "introduction",
                    models.CharField(blank=True, max_length=300, verbose_name="introduction"),
                ),
                (
                    "minimum_indicators",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="least number of main indicators"
                    ),
                ),
                (
                    "fitness_votes",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="least number of votes of a fitness check"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may be chosen")),
            ],
            options={
                "verbose_name": "programme of challenges",
                "verbose_name_plural": "programmes of challenges",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fitness_votes__gte", 1), ("minimum_indicators__gte", 1)
                        ),
                        name="challenges_programme_asks_for_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "being drafted"),
                            ("arguing", "in the fitness check"),
                            ("argued", "found fit"),
                            ("published", "listed"),
                            ("closed", "closed and sealed"),
                            ("opened", "bids opened"),
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
                (
                    "infrastructure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "new infrastructure"),
                            ("renewed", "renewal of traditional infrastructure"),
                        ],
                        max_length=8,
                        verbose_name="class of infrastructure",
                    ),
                ),
                (
                    "seal_mode",
                    models.CharField(
                        choices=[
                            ("time_lock", "time lock"),
                            ("ceremony", "time lock and opening ceremony"),
                        ],
                        default="time_lock",
                        max_length=10,
                        verbose_name="sealing",
                    ),
                ),
                (
                    "bidder_kinds",
                    models.JSONField(blank=True, default=list, verbose_name="who may bid"),
                ),
                (
                    "consortium_limit",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="parties of a consortium at most, its lead included"
                    ),
                ),
                (
                    "bids_per_batch",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="bids of one body in a batch at most"
                    ),
                ),
                (
                    "own_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="own money to public money",
                    ),
                ),
                (
                    "parallel_teams",
                    models.PositiveSmallIntegerField(default=1, verbose_name="parallel teams"),
                ),
                (
                    "is_staged",
                    models.BooleanField(
                        default=False, verbose_name="goes on or stops at each stage"
                    ),
                ),
                (
                    "minimum_bids",
                    models.PositiveSmallIntegerField(default=1, verbose_name="bids at least"),
                ),
                (
                    "panel_size",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="experts of the panel"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "argued_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="found fit"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="bids opened"),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "exit_note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                (
                    "argued_revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenge",
                        to="listings.demand",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "predecessor",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "exit_reason",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.exitreason",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="challenges.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "challenge",
                "verbose_name_plural": "challenges",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consortium_limit__gte", 1),
                            ("minimum_bids__gte", 1),
                            ("panel_size__gte", 1),
                            ("parallel_teams__gte", 1),
                        ),
                        name="challenges_rules_count_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bids_per_batch__isnull", True),
                                ("bids_per_batch__gte", 1),
                                _connector="OR",
                            ),
                            models.Q(
                                ("own_share__isnull", True), ("own_share__gte", 0), _connector="OR"
                            ),
                        ),
                        name="challenges_rules_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("exit_reason__isnull", False),
                                ("state__in", ("argued_down", "failed", "terminated", "withdrawn")),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        ("argued_down", "failed", "terminated", "withdrawn"),
                                    ),
                                    _negated=True,
                                ),
                                ("ended_at__isnull", True),
                                ("exit_reason__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="challenges_exit_with_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("predecessor__isnull", True),
                            ("predecessor__lt", models.F("id")),
                            _connector="OR",
                        ),
                        name="challenges_listed_again_as_a_younger_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="criterion")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="weight, percent"
                    ),
                ),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="least score, of 100",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "guidance",
                    models.CharField(blank=True, max_length=300, verbose_name="how it is scored"),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="challenges.challenge",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["challenge", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0), ("weight__lte", 100)),
                        name="challenges_criterion_weighs_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__isnull", True),
                            models.Q(("minimum__gte", 0), ("minimum__lte", 100)),
                            _connector="OR",
                        ),
                        name="challenges_criterion_minimum_of_a_hundred",
                    ),
                    models.UniqueConstraint(
                        fields=("challenge", "position"), name="challenges_criterion_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("challenge", "name"), name="challenges_criterion_name_once"
                    ),
                ],
            },
        ),
    ]
