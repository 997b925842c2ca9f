import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bids", "0001_initial"),
        ("challenges", "0001_initial"),
        ("files", "0001_initial"),
        ("organisations", "0001_initial"),
        ("reviews", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="ResultNotice",
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
                        related_name="result_notices",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "being drafted"),
                            ("shown", "on show"),
                            ("settled", "the award is final"),
                            ("superseded", "followed by a supplementary result"),
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
                    "ranking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="reviews.ranking",
                        verbose_name="ranking",
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="how the result came about",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("shown_at", models.DateTimeField(null=True, verbose_name="on show since")),
                (
                    "shown_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ends_at", models.DateTimeField(null=True, verbose_name="on show until")),
                (
                    "superseded_at",
                    models.DateTimeField(
                        null=True, verbose_name="followed by a supplementary result"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "ended_by",
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
                                ("state__in", ["shown", "settled", "superseded", "cancelled"]),
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
                            models.Q(("state__in", ["settled", "superseded"]), _negated=True),
                            ("ended_at__gte", models.F("ends_at")),
                            _connector="OR",
                        ),
                        name="awards_final_after_the_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "superseded"),
                                ("superseded_at__gte", models.F("ended_at")),
                            ),
                            models.Q(
                                models.Q(("state", "superseded"), _negated=True),
                                ("superseded_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="awards_superseded_after_its_award",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("workdays__gte", 1)), name="awards_notice_takes_days"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                (
                    "is_proposed",
                    models.BooleanField(default=False, verbose_name="is to be awarded"),
                ),
                ("remark", models.CharField(blank=True, max_length=120, verbose_name="remark")),
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
        CreateRendered(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            ("next", "cancel the naming; the one after it may be named"),
                            ("cancel", "end the challenge without a result"),
                        ],
                        max_length=10,
                        verbose_name="what follows",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="decided")),
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
        CreateRendered(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.blob",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="Report",
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
                        related_name="reports",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "receipt",
                    models.CharField(max_length=20, unique=True, verbose_name="receipt number"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "handed to the supervisor"),
                            ("taken", "taken up"),
                            ("answered", "answered"),
                            ("closed", "closed without an examination"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("author", models.CharField(db_index=True, max_length=64)),
                ("wrapped_key", models.BinaryField()),
                ("said", models.BinaryField()),
                ("answer", models.BinaryField(default=bytes)),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True, verbose_name="taken up")),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
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
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ["answered", "closed"]),
                                ("settled_by__isnull", False),
                            ),
                            models.Q(
                                ("settled_at__isnull", True), ("state__in", ["filed", "taken"])
                            ),
                            _connector="OR",
                        ),
                        name="awards_report_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["taken", "answered"]), _negated=True),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="awards_report_taken_by_somebody",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="ReportEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="awards.report",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                ("content", models.BinaryField()),
            ],
            options={
                "ordering": ["report", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "place"), name="awards_report_evidence_in_its_place"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Succession",
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
                        related_name="successions",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="awards.resultnotice",
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("named", "named, an approver has to agree"),
                            ("asked", "asked whether it stands by its bid"),
                            ("stood", "stands by its bid"),
                            ("declined", "declined"),
                            ("lapsed", "did not answer in time"),
                            ("withdrawn", "naming withdrawn"),
                            ("passed_over", "passed over: a condition is not met"),
                        ],
                        default="named",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="why the next is named",
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="named")),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(null=True, verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer_by", models.DateTimeField(null=True, verbose_name="to be answered by")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
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
                    "answer",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="fact",
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
                    "supplement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="succession",
                        to="awards.resultnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "succession",
                "verbose_name_plural": "successions",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["named", "asked"]),
                            models.Q(("state", "stood"), ("supplement__isnull", True)),
                            _connector="OR",
                        ),
                        fields=("challenge",),
                        name="awards_one_is_named_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("bid",),
                        name="awards_a_bid_is_named_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("asked", "stood", "declined", "lapsed")),
                                _negated=True,
                            ),
                            models.Q(
                                ("answer_by__gt", models.F("asked_at")),
                                ("asked_at__isnull", False),
                                ("asked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="awards_asked_until_an_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by__isnull", True),
                            models.Q(("asked_by", models.F("named_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="awards_named_and_asked_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["stood", "declined"]), _negated=True),
                            models.Q(
                                ("answered_at__lt", models.F("answer_by")),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="awards_answered_in_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ("withdrawn", "lapsed", "passed_over")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("withdrawn", "lapsed", "passed_over")),
                                    _negated=True,
                                ),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="awards_succession_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "passed_over"), _negated=True),
                            models.Q(
                                models.Q(("fact", ""), _negated=True),
                                models.Q(("settled_by", models.F("named_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="awards_passed_over_for_a_fact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supplement__isnull", True), ("state", "stood"), _connector="OR"
                        ),
                        name="awards_supplement_of_who_stands",
                    ),
                ],
            },
        ),
    ]
