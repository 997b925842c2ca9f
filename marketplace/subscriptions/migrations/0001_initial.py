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
        ("taxonomy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list_key",
                    models.CharField(
                        choices=[
                            ("government_demands", "government demands"),
                            ("enterprise_demands", "enterprise demands"),
                            ("capabilities", "capabilities of firms"),
                        ],
                        max_length=24,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=100)),
                ("filters", models.JSONField(default=dict)),
                ("labels", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
        ),
        CreateRendered(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="subscriptions.savedsearch",
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
                    "capability",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.capability",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=80,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="name",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("instant", "at once"),
                            ("daily", "once a day"),
                            ("weekly", "once a week"),
                        ],
                        default="instant",
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                ("by_mail", models.BooleanField(default=False, verbose_name="also by e-mail")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("paused", "paused")],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "frequency"], name="subscriptions_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("capability__isnull", True),
                                ("demand__isnull", True),
                                ("search__isnull", False),
                            ),
                            models.Q(
                                ("capability__isnull", True),
                                ("demand__isnull", False),
                                ("search__isnull", True),
                            ),
                            models.Q(
                                ("capability__isnull", False),
                                ("demand__isnull", True),
                                ("search__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="subscriptions_to_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "search"), name="subscriptions_search_once"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "demand"), name="subscriptions_demand_once"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "capability"), name="subscriptions_capability_once"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Known",
            fields=[
                (
                    "subscription",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="known",
                        serialize=False,
                        to="subscriptions.subscription",
                    ),
                ),
                ("listings", models.JSONField(default=list)),
                ("is_cut", models.BooleanField(default=False)),
            ],
        ),
        CreateRendered(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("instant", "at once"),
                            ("daily", "once a day"),
                            ("weekly", "once a week"),
                        ],
                        max_length=8,
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("period", ""), _negated=True),
                        fields=("user", "frequency", "period"),
                        name="subscriptions_digest_once",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="subscriptions.subscription",
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
                    "capability",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.capability",
                    ),
                ),
                ("reason", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for its message"),
                            ("told", "told"),
                            ("passed", "came while paused"),
                            ("dropped", "gone before it was told"),
                            ("followed", "told of something followed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="subscriptions.message",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "waiting")),
                        fields=["at"],
                        name="subscriptions_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capability__isnull", False), ("demand__isnull", True)),
                            models.Q(("capability__isnull", True), ("demand__isnull", False)),
                            _connector="OR",
                        ),
                        name="subscriptions_alert_of_one",
                    ),
                    models.UniqueConstraint(
                        fields=("subscription", "demand"), name="subscriptions_demand_told_once"
                    ),
                    models.UniqueConstraint(
                        fields=("subscription", "capability"),
                        name="subscriptions_capability_told_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message__isnull", False), ("outcome", "told")),
                            models.Q(
                                models.Q(("outcome", "told"), _negated=True),
                                ("message__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="subscriptions_told_by_a_message",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Sweep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
            ],
        ),
        CreateRendered(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "domain",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="taxonomy.domain",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="listings.batch",
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
            options={
                "verbose_name": "follow",
                "verbose_name_plural": "follows",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("batch__isnull", True),
                                ("demand__isnull", False),
                                ("domain__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("batch__isnull", True),
                                ("demand__isnull", True),
                                ("domain__isnull", True),
                                ("organisation__isnull", False),
                            ),
                            models.Q(
                                ("batch__isnull", True),
                                ("demand__isnull", True),
                                ("domain__isnull", False),
                                ("organisation__isnull", True),
                            ),
                            models.Q(
                                ("batch__isnull", False),
                                ("demand__isnull", True),
                                ("domain__isnull", True),
                                ("organisation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="subscriptions_follows_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "demand"), name="subscriptions_demand_followed"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "organisation"), name="subscriptions_organisation_followed"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "domain"), name="subscriptions_domain_followed"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "batch"), name="subscriptions_batch_followed"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("secret", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
