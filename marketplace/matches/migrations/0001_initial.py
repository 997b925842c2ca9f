import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("listings", "0002_stamped_sheets"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Match",
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
                            ("suggested", "suggested"),
                            ("seen", "looked at"),
                            ("contacted", "in contact"),
                            ("dismissed", "put aside"),
                            ("claimed", "applied for"),
                        ],
                        default="suggested",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("fits", models.BooleanField(default=True, verbose_name="fits")),
                ("total", models.FloatField(verbose_name="points")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("strong", "strong match"),
                            ("fair", "fair match"),
                            ("weak", "partial match"),
                        ],
                        max_length=10,
                        verbose_name="how well it fits",
                    ),
                ),
                ("explanation", models.JSONField(verbose_name="explanation")),
                ("computed_at", models.DateTimeField(verbose_name="worked out")),
                ("contacted_at", models.DateTimeField(null=True, verbose_name="contact confirmed")),
                (
                    "dismissed_side",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demand", "demand's owner"),
                            ("capability", "capability's owner"),
                        ],
                        max_length=10,
                    ),
                ),
                ("dismissed_at", models.DateTimeField(null=True)),
                (
                    "dismissed_reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="listings.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ["-total", "pk"],
                "indexes": [
                    models.Index(fields=["demand", "-total"], name="matches_of_demand"),
                    models.Index(fields=["capability", "-total"], name="matches_of_capability"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("demand", "capability"), name="matches_pair_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(
                                ("dismissed_at__isnull", False),
                                ("dismissed_by__isnull", False),
                                ("dismissed_side__in", ["demand", "capability"]),
                                models.Q(("dismissed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="matches_dismissed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "contacted"), _negated=True),
                            ("contacted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="matches_contacted_at_an_instant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                            ("sent", "invited"),
                            ("declined", "invitation declined"),
                            ("answered", "invited and applied"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent on")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
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
                    "declined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to="matches.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "indexes": [models.Index(fields=["-sent_at"], name="matches_invitations_sent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="matches_invitation_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                ("declined_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="matches_invitation_declined_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("total", models.FloatField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("strong", "strong match"),
                            ("fair", "fair match"),
                            ("weak", "partial match"),
                        ],
                        max_length=10,
                    ),
                ),
                ("explanation", models.JSONField()),
                ("computed_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField()),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_reasons",
                        to="matches.match",
                    ),
                ),
            ],
            options={
                "ordering": ["-computed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Shortlist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
                ("computed_at", models.DateTimeField(null=True)),
                (
                    "capability",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortlist",
                        to="listings.capability",
                    ),
                ),
                (
                    "demand",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortlist",
                        to="listings.demand",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capability__isnull", False), ("demand__isnull", True)),
                            models.Q(("capability__isnull", True), ("demand__isnull", False)),
                            _connector="OR",
                        ),
                        name="matches_shortlist_of_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SideOfMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("demand", "demand's owner"),
                            ("capability", "capability's owner"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="contact confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sides",
                        to="matches.match",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("match", "side"), name="matches_side_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="matches_confirmed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("opened", "opened"),
                            ("computed", "computed"),
                            ("suggested", "suggested"),
                            ("unfitted", "unfitted"),
                            ("left", "left"),
                            ("dismissed", "dismissed"),
                            ("invited", "invited"),
                            ("contacted", "contacted"),
                            ("claimed", "claimed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("where", models.CharField(blank=True, max_length=20)),
                ("rank", models.PositiveIntegerField(null=True)),
                ("count", models.PositiveSmallIntegerField(default=1)),
                ("pairs", models.JSONField(default=list)),
                (
                    "capability",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.capability",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.demand",
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
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["kind", "at"], name="matches_events_by_kind")],
            },
        ),
    ]
