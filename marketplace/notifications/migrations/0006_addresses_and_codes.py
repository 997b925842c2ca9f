import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("notifications", "0005_topic_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proof",
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
        migrations.CreateModel(
            name="Address",
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
                        choices=[("sms", "by text message"), ("wechat", "by WeChat")], max_length=8
                    ),
                ),
                ("address", models.CharField(max_length=64)),
                ("proved_at", models.DateTimeField()),
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
        migrations.AddField(
            model_name="delivery",
            name="masked",
            field=models.CharField(blank=True, max_length=260, verbose_name="address"),
        ),
        migrations.AlterField(
            model_name="bounce",
            name="channel",
            field=models.CharField(
                choices=[
                    ("mail", "by e-mail"),
                    ("sms", "by text message"),
                    ("wechat", "by WeChat"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[
                    ("mail", "by e-mail"),
                    ("sms", "by text message"),
                    ("wechat", "by WeChat"),
                ],
                max_length=8,
                verbose_name="channel",
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="channel",
            field=models.CharField(
                choices=[
                    ("mail", "by e-mail"),
                    ("sms", "by text message"),
                    ("wechat", "by WeChat"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="outcome",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="mute",
            name="channel",
            field=models.CharField(
                choices=[
                    ("page", "on the page"),
                    ("mail", "by e-mail"),
                    ("sms", "by text message"),
                    ("wechat", "by WeChat"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="outage",
            name="channel",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="wish",
            name="channel",
            field=models.CharField(
                choices=[
                    ("page", "on the page"),
                    ("mail", "by e-mail"),
                    ("sms", "by text message"),
                    ("wechat", "by WeChat"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="proof",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="notifications.proof",
            ),
        ),
    ]
