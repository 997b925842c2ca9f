import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("bids", "0001_initial"),
        ("challenges", "0003_results_on_show"),
        ("files", "0001_initial"),
        ("organisations", "0003_supervisors"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultNotice",
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
                            ("shown", "on show"),
                            ("settled", "the award is final"),
                            ("cancelled", "cancelled after an objection"),
                            ("discarded", "discarded"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("workdays", models.PositiveSmallIntegerField(verbose_name="working days on show")),
                (
                    "statement",
                    models.CharField(
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="how the result came about",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted")),
                ("shown_at", models.DateTimeField(null=True, verbose_name="on show since")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="on show until")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_notices",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shown_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a result",
                "verbose_name_plural": "notices of results",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["drafted", "shown", "settled"])),
                        fields=("challenge",),
                        name="awards_one_standing_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ends_at__gt", models.F("shown_at")),
                                ("shown_at__isnull", False),
                                ("shown_by__isnull", False),
                                ("state__in", ["shown", "settled", "cancelled"]),
                            ),
                            models.Q(
                                ("shown_at__isnull", True), ("state__in", ["drafted", "discarded"])
                            ),
                            _connector="OR",
                        ),
                        name="awards_notice_shown_for_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_by__isnull", True),
                            models.Q(("shown_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="awards_notice_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "settled"), _negated=True),
                            ("ended_at__gte", models.F("ends_at")),
                            _connector="OR",
                        ),
                        name="awards_final_after_the_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("workdays__gte", 1)), name="awards_notice_takes_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "receipt",
                    models.CharField(max_length=20, unique=True, verbose_name="receipt number"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "being decided"),
                            ("withdrawn", "withdrawn"),
                            ("rejected", "rejected"),
                            ("upheld", "upheld"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("procedure", "the procedure was not kept"),
                            ("recusal", "somebody should have stood aside"),
                            ("content", "a bid says what is not true"),
                            ("scoring", "a score is wrong"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=3000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="grounds",
                    ),
                ),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                ("due_at", models.DateTimeField(verbose_name="decided by")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="decision",
                    ),
                ),
                (
                    "remedy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rescore", "score anew"),
                            ("redraw", "draw another panel"),
                            ("cancel", "end the challenge without a result"),
                        ],
                        max_length=10,
                        verbose_name="what follows",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "objector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="in whose name",
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
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="awards.resultnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["notice", "number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "filed"),
                            ),
                            models.Q(
                                models.Q(("state", "filed"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="awards_objection_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["rejected", "upheld"]), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="awards_objection_decided_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "upheld"), models.Q(("remedy", ""), _negated=True)),
                            models.Q(models.Q(("state", "upheld"), _negated=True), ("remedy", "")),
                            _connector="OR",
                        ),
                        name="awards_objection_upheld_with_a_remedy",
                    ),
                    models.UniqueConstraint(
                        fields=("notice", "number"), name="awards_objection_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="awards.objection",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                (
                    "is_proposed",
                    models.BooleanField(default=False, verbose_name="is to be awarded"),
                ),
                ("remark", models.CharField(blank=True, max_length=120, verbose_name="remark")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="awards.resultnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidate",
                "verbose_name_plural": "candidates",
                "ordering": ["notice", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "bid"), name="awards_a_bid_stands_once"
                    ),
                    models.UniqueConstraint(
                        fields=("notice", "rank"), name="awards_a_rank_is_given_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1)), name="awards_ranks_from_one"
                    ),
                ],
            },
        ),
    ]
