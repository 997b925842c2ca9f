from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
import marketplace.reviews.models.draw
from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bids", "0001_initial"),
        ("challenges", "0001_initial"),
        ("experts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Panel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("promised", "draw announced"),
                            ("drawn", "declarations under way"),
                            ("seated", "complete"),
                            ("ended", "ended"),
                        ],
                        default="promised",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("seated_at", models.DateTimeField(null=True, verbose_name="complete since")),
            ],
            options={
                "verbose_name": "panel",
                "verbose_name_plural": "panels",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "seated"), _negated=True),
                            ("seated_at__isnull", False),
                            _connector="OR",
                        ),
                        name="reviews_seated_at",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="reviews.panel",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("rules", models.JSONField(verbose_name="rules")),
                (
                    "source",
                    models.CharField(
                        max_length=200,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="public source",
                    ),
                ),
                (
                    "nonce",
                    models.CharField(
                        default=marketplace.reviews.models.draw.new_nonce,
                        editable=False,
                        max_length=64,
                    ),
                ),
                ("commitment", models.CharField(max_length=64, verbose_name="commitment")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("promised", "announced"),
                            ("drawn", "drawn"),
                            ("dropped", "dropped"),
                        ],
                        default="promised",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("promised_at", models.DateTimeField(verbose_name="announced")),
                (
                    "promised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="drawn or dropped")),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("record", models.JSONField(null=True)),
                ("excluded", models.JSONField(default=list)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[django.core.validators.MaxLengthValidator(200)],
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "draw",
                "verbose_name_plural": "draws",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"), name="reviews_draw_numbered"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "promised")),
                        fields=("panel",),
                        name="reviews_one_open_promise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("record__isnull", False),
                                ("settled_at__isnull", False),
                                ("state", "drawn"),
                            ),
                            models.Q(
                                ("record__isnull", True),
                                ("settled_at__isnull", True),
                                ("state", "promised"),
                            ),
                            models.Q(
                                ("record__isnull", True),
                                ("settled_at__isnull", False),
                                ("state", "dropped"),
                            ),
                            _connector="OR",
                        ),
                        name="reviews_record_once_drawn",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="ReviewRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="reviews.panel",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scoring", "under review"),
                            ("ranked", "ranked"),
                            ("replaced", "replaced after an objection"),
                            ("dropped", "ended without a ranking"),
                        ],
                        default="scoring",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("ranked_at", models.DateTimeField(null=True, verbose_name="ranked")),
                ("shown_at", models.DateTimeField(null=True, verbose_name="on show since")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "round of scoring",
                "verbose_name_plural": "rounds of scoring",
                "ordering": ["panel", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"), name="reviews_round_numbered"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["scoring", "ranked"])),
                        fields=("panel",),
                        name="reviews_one_standing_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ranked_at__isnull", True), ("state__in", ["scoring", "dropped"])
                            ),
                            models.Q(
                                ("ranked_at__isnull", False), ("state__in", ["ranked", "replaced"])
                            ),
                            _connector="OR",
                        ),
                        name="reviews_round_ranked_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ["scoring", "ranked"])
                            ),
                            models.Q(
                                ("ended_at__isnull", False), ("state__in", ["replaced", "dropped"])
                            ),
                            _connector="OR",
                        ),
                        name="reviews_round_ended_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_at__isnull", True),
                            ("ranked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="reviews_shown_once_ranked",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=marketplace.core.numbers.receipt_number,
                        editable=False,
                        max_length=14,
                        unique=True,
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="reviews.panel",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="reviews.draw",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="experts.expert",
                    ),
                ),
                ("field", models.CharField(max_length=80, verbose_name="field")),
                ("order", models.PositiveSmallIntegerField(verbose_name="turn")),
                ("place", models.PositiveSmallIntegerField(null=True, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserve", "alternate"),
                            ("called", "declaration due"),
                            ("sitting", "on the panel"),
                            ("recused", "stepped back"),
                            ("released", "released"),
                        ],
                        default="reserve",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("called_at", models.DateTimeField(null=True, verbose_name="called")),
                ("declare_by", models.DateTimeField(null=True, verbose_name="declares by")),
                ("reminded_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "seat of a panel",
                "verbose_name_plural": "seats of panels",
                "ordering": [
                    models.OrderBy(models.F("place"), nulls_last=True),
                    "draw",
                    "field",
                    "order",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "expert"), name="reviews_drawn_once_for_a_panel"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("called", "sitting"))),
                        fields=("panel", "place"),
                        name="reviews_place_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("called", "sitting")), _negated=True),
                            models.Q(("called_at__isnull", False), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="reviews_taken_has_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reserve"), _negated=True),
                            models.Q(("called_at__isnull", True), ("place__isnull", True)),
                            _connector="OR",
                        ),
                        name="reviews_reserve_has_no_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "called"), _negated=True),
                            ("declare_by__isnull", False),
                            _connector="OR",
                        ),
                        name="reviews_called_until_an_instant",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declaration",
                        to="reviews.seat",
                    ),
                ),
                ("words", models.TextField()),
                ("parties", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusal",
                        to="reviews.seat",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("rule", "found by the rules"),
                            ("own", "declared by the expert"),
                            ("staff", "decided by staff"),
                            ("unable", "cannot take part"),
                            ("late", "did not declare in time"),
                        ],
                        max_length=8,
                        verbose_name="cause",
                    ),
                ),
                ("hits", models.JSONField(default=list)),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                (
                    "replacement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="reviews.seat",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause", "staff"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reviews_staff_say_why",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="reviews.seat",
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.criterion",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(100)),
                        ],
                        verbose_name="score",
                    ),
                ),
                (
                    "comment",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="comment",
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
            ],
            options={
                "verbose_name": "mark of a score sheet",
                "verbose_name_plural": "marks of score sheets",
                "ordering": ["seat", "bid", "criterion__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "bid", "criterion"), name="reviews_a_mark_stands_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True),
                            models.Q(("score__gte", 0), ("score__lte", 100)),
                            _connector="OR",
                        ),
                        name="reviews_mark_on_the_scale",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="reviews.reviewround",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="reviews.seat",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("filed_at", models.DateTimeField(verbose_name="signed")),
            ],
            options={
                "verbose_name": "score sheet",
                "verbose_name_plural": "score sheets",
                "ordering": ["seat__place", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "number"), name="reviews_sheet_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="reviews_sheet_from_one"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reviews.reviewround",
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bids.bid"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.criterion",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what the panel found",
                    ),
                ),
                (
                    "agreed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(100)),
                        ],
                        verbose_name="agreed score",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="why it lies beyond the sheets",
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
            ],
            options={
                "verbose_name": "finding of a panel",
                "verbose_name_plural": "findings of panels",
                "ordering": ["round", "bid", "criterion__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "bid", "criterion"), name="reviews_a_finding_stands_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed__isnull", True),
                            models.Q(("agreed__gte", 0), ("agreed__lte", 100)),
                            _connector="OR",
                        ),
                        name="reviews_agreed_on_the_scale",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Ranking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranking",
                        to="reviews.reviewround",
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.seat",
                    ),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("frozen_at", models.DateTimeField(verbose_name="frozen")),
            ],
            options={
                "verbose_name": "ranking",
                "verbose_name_plural": "rankings",
                "ordering": ["round"],
            },
        ),
    ]
