import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("listings", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
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
        CreateRendered(
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
                (
                    "notice_workdays",
                    models.PositiveSmallIntegerField(
                        default=5,
                        verbose_name="least number of working days that a result is on show",
                    ),
                ),
                (
                    "objection_workdays",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="working days until an objection is decided"
                    ),
                ),
                (
                    "cure_workdays",
                    models.PositiveSmallIntegerField(
                        default=5,
                        verbose_name="working days to complete a bid that is formally incomplete",
                    ),
                ),
                (
                    "declaration_workdays",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="working days in which a drawn expert declares"
                    ),
                ),
                (
                    "answer_workdays",
                    models.PositiveSmallIntegerField(
                        default=3,
                        verbose_name="working days in which the next ranked bidder answers",
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
                            ("answer_workdays__gte", 1),
                            ("cure_workdays__gte", 1),
                            ("declaration_workdays__gte", 1),
                            ("fitness_votes__gte", 1),
                            ("minimum_indicators__gte", 1),
                            ("notice_workdays__gte", 1),
                            ("objection_workdays__gte", 1),
                        ),
                        name="challenges_programme_asks_for_something",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="challenges.programme",
                        verbose_name="programme",
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
                            ("noticed", "result on show"),
                            ("awarded", "awarded"),
                            ("delivering", "in delivery"),
                            ("examining", "in acceptance"),
                            ("completed", "completed"),
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
                (
                    "trims_from",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="highest and lowest score dropped from so many sheets on",
                    ),
                ),
                (
                    "agrees_scores",
                    models.BooleanField(
                        default=False, verbose_name="the chair may record agreed scores"
                    ),
                ),
                (
                    "price_breaks_ties",
                    models.BooleanField(
                        default=False, verbose_name="of equal scores the lower price comes first"
                    ),
                ),
                (
                    "names_next",
                    models.BooleanField(
                        default=True,
                        verbose_name="where an award comes to nothing, the next in the ranking may be named",
                    ),
                ),
                (
                    "edition",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="edition of the rules"
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
                    "lessons",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what the earlier round taught",
                    ),
                ),
                (
                    "carried_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="followers carried over"
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
                    "exit_note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
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
                            ("trims_from__isnull", True), ("trims_from__gte", 3), _connector="OR"
                        ),
                        name="challenges_trimming_leaves_a_score",
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
        CreateRendered(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="criterion",
                    ),
                ),
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
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="how it is scored",
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
        CreateRendered(
            name="FitnessCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
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
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="summary of the check",
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
        CreateRendered(
            name="FitnessVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
        CreateRendered(
            name="FitnessRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        CreateRendered(
            name="TemplateDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="template_documents",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="title of the template",
                    ),
                ),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.blob",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
            ],
            options={
                "verbose_name": "template document",
                "verbose_name_plural": "template documents",
                "ordering": ["challenge", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("challenge", "title"), name="challenges_template_title_once"
                    )
                ],
            },
        ),
    ]
