import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
import marketplace.reviews.models.draw


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("challenges", "0001_initial"),
        ("experts", "0001_pool"),
    ]

    operations = [
        migrations.CreateModel(
            name="Panel",
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
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel",
                        to="challenges.challenge",
                    ),
                ),
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
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("settled_at", models.DateTimeField(null=True, verbose_name="drawn or dropped")),
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
                (
                    "promised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="reviews.panel",
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
        migrations.CreateModel(
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
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="reviews.panel",
                    ),
                ),
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "replacement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="reviews.seat",
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
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("parties", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declaration",
                        to="reviews.seat",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
