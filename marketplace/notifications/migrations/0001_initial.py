import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Address",
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
                    "channel",
                    models.CharField(
                        choices=[("sms", "by text message"), ("wechat", "by WeChat")], max_length=8
                    ),
                ),
                ("address", models.CharField(max_length=64)),
                ("proved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "channel"), name="notifications_one_address_a_channel"
                    ),
                    models.UniqueConstraint(
                        fields=("channel", "address"), name="notifications_address_of_one_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["sms", "wechat"]),
                            models.Q(("address", ""), _negated=True),
                        ),
                        name="notifications_address_of_a_channel",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Proof",
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
                    "channel",
                    models.CharField(
                        choices=[("sms", "by text message"), ("wechat", "by WeChat")], max_length=8
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["channel", "address", "drawn_at"], name="notifications_codes"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("user", "channel"),
                        name="notifications_one_open_proof",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("digest", ""), _negated=True),
                        fields=("digest",),
                        name="notifications_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="notifications_few_tries"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), ("drawn_at", None)),
                            models.Q(
                                models.Q(("digest", ""), _negated=True), ("drawn_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="notifications_code_drawn",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Counter",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("last", models.PositiveBigIntegerField(default=0)),
                ("reads", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        CreateRendered(
            name="Notification",
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
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journal.entry",
                    ),
                ),
                ("params", models.JSONField(default=dict)),
                ("organisation_key", models.PositiveBigIntegerField(null=True)),
                ("roles", models.CharField(blank=True, max_length=80)),
                ("unit_key", models.PositiveBigIntegerField(null=True)),
                ("group_key", models.PositiveBigIntegerField(null=True)),
                ("line", models.CharField(max_length=200)),
                ("on_page", models.BooleanField(default=True)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["user"],
                        name="notifications_unread",
                    ),
                    models.Index(fields=["user", "line", "-number"], name="notifications_lines"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "number"), name="notifications_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "entry", "kind"), name="notifications_entry_once"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="TopicVersion",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField(default=0)),
                ("change", models.PositiveBigIntegerField(db_index=True, default=0)),
            ],
        ),
        CreateRendered(
            name="Delivery",
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
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "by e-mail"),
                            ("sms", "by text message"),
                            ("wechat", "by WeChat"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("instant", "at once"),
                            ("daily", "once a day"),
                            ("weekly", "once a week"),
                            ("urgent", "only what is urgent"),
                            ("off", "off"),
                        ],
                        max_length=8,
                        verbose_name="how soon",
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=10)),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="kind")),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.proof",
                    ),
                ),
                ("is_pressing", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits"),
                            ("sending", "is being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("suppressed", "not sent"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("made_at", models.DateTimeField(verbose_name="made on")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("masked", models.CharField(blank=True, max_length=260, verbose_name="address")),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["channel", "due_at"],
                        name="notifications_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["channel"],
                        name="notifications_under_way",
                    ),
                    models.Index(fields=["-made_at"], name="notifications_log"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("period", ""), _negated=True),
                        fields=("user", "channel", "pace", "period"),
                        name="notifications_digest_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pace", "instant"), ("period", "")),
                            models.Q(
                                ("pace__in", ("daily", "weekly")),
                                models.Q(("period", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notifications_digest_of_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ("sent", "failed", "suppressed")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("sent", "failed", "suppressed")), _negated=True
                                ),
                                ("settled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="notifications_delivery_settled_once",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="notifications.notification",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "by e-mail"),
                            ("sms", "by text message"),
                            ("wechat", "by WeChat"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("instant", "at once"),
                            ("daily", "once a day"),
                            ("weekly", "once a week"),
                            ("urgent", "only what is urgent"),
                            ("off", "off"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for its digest"),
                            ("taken", "is in a delivery"),
                            ("dropped", "was not due any more"),
                            ("past", "was settled long ago"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="notifications.delivery",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "waiting")),
                        fields=["channel", "pace", "at"],
                        name="notifications_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notification", "channel"),
                        name="notifications_told_once_on_a_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivery__isnull", False), ("outcome", "taken")),
                            models.Q(
                                models.Q(("outcome", "taken"), _negated=True),
                                ("delivery__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="notifications_taken_by_a_delivery",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "by e-mail"),
                            ("sms", "by text message"),
                            ("wechat", "by WeChat"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("note", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "address"), name="notifications_bounced_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Outage",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "on the page"),
                            ("mail", "by e-mail"),
                            ("sms", "by text message"),
                            ("wechat", "by WeChat"),
                        ],
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("until", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=0)),
            ],
        ),
        CreateRendered(
            name="Preference",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("quiet_from", models.TimeField(null=True, verbose_name="quiet from")),
                ("quiet_to", models.TimeField(null=True, verbose_name="quiet until")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_to__isnull", True)),
                            models.Q(
                                ("quiet_from__isnull", False),
                                ("quiet_to__isnull", False),
                                models.Q(("quiet_from", models.F("quiet_to")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notifications_quiet_from_and_to",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Wish",
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
                    "topic",
                    models.CharField(
                        choices=[
                            ("applications", "Applications"),
                            ("followed", "Demands that I follow"),
                            ("matches", "Matches and invitations"),
                            ("questions", "Questions and answers"),
                            ("approvals", "Approval and publication"),
                            ("organisation", "My organisation"),
                            ("subscriptions", "My subscriptions"),
                            ("portal", "The portal"),
                        ],
                        max_length=16,
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=60)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "on the page"),
                            ("mail", "by e-mail"),
                            ("sms", "by text message"),
                            ("wechat", "by WeChat"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("instant", "at once"),
                            ("daily", "once a day"),
                            ("weekly", "once a week"),
                            ("urgent", "only what is urgent"),
                            ("off", "off"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "topic", "kind", "channel"), name="notifications_wish_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "page"), _negated=True),
                            ("pace__in", ("instant", "off")),
                            _connector="OR",
                        ),
                        name="notifications_page_at_once_or_off",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Mute",
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
                ("kind", models.CharField(max_length=60)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "on the page"),
                            ("mail", "by e-mail"),
                            ("sms", "by text message"),
                            ("wechat", "by WeChat"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind", "channel"), name="notifications_mute_once"
                    )
                ],
            },
        ),
    ]
