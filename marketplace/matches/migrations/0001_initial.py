import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("listings", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
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
                    "capability",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.capability",
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
                ("rank", models.PositiveIntegerField(null=True)),
                ("count", models.PositiveSmallIntegerField(default=1)),
                ("pairs", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["kind", "at"], name="matches_events_by_kind")],
            },
        ),
        CreateRendered(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "capability",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="listings.capability",
                        verbose_name="capability",
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
                (
                    "dismissed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
        CreateRendered(
            name="SideOfMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        CreateRendered(
            name="PastReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_reasons",
                        to="matches.match",
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
            ],
            options={
                "ordering": ["-computed_at", "-pk"],
            },
        ),
        CreateRendered(
            name="Shortlist",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortlist",
                        to="listings.demand",
                    ),
                ),
                (
                    "capability",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shortlist",
                        to="listings.capability",
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
                ("computed_at", models.DateTimeField(null=True)),
                ("basis", models.CharField(default="", editable=False, max_length=64)),
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
        CreateRendered(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "invited"),
                            ("accepted", "invitation accepted"),
                            ("declined", "invitation declined"),
                            ("answered", "invited and applied"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent on")),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted on")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
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
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "indexes": [models.Index(fields=["-sent_at"], name="matches_invitations_sent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True), ("state__in", ["sent", "accepted"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["sent", "accepted"]), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="matches_invitation_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", True),
                                ("accepted_by__isnull", True),
                                models.Q(("state", "accepted"), _negated=True),
                            ),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                                models.Q(("state", "sent"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="matches_invitation_accepted_by_somebody",
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
        CreateRendered(
            name="MutedOrganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                ("muted_at", models.DateTimeField()),
                (
                    "muted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "muted organisation",
                "verbose_name_plural": "muted organisations",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "organisation"), name="matches_muted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("firm", models.F("organisation")), _negated=True),
                        name="matches_muted_another",
                    ),
                ],
            },
        ),
    ]
