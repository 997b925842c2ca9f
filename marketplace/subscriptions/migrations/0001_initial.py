import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("listings", "0002_stamped_sheets"),
    ]

    operations = [
        migrations.CreateModel(
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
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        migrations.CreateModel(
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
        migrations.CreateModel(
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
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
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
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="subscriptions.subscription",
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
    ]
