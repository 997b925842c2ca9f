import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("claims", "0004_ended_with_the_cooperation"),
        ("listings", "0004_slots"),
        ("organisations", "0002_verification_note"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
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
                            ("given", "given"),
                            ("withdrawn", "withdrawn"),
                            ("ended", "run out"),
                        ],
                        default="given",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given on")),
                ("ends_on", models.DateField(verbose_name="until and including")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates_given",
                        to="organisations.organisation",
                        verbose_name="firm",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="organisations.organisation",
                        verbose_name="park or association",
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
            ],
            options={
                "verbose_name": "mandate to fill in",
                "verbose_name_plural": "mandates to fill in",
                "ordering": ["-given_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("firm", "helper"), name="claims_mandate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("firm", models.F("helper")), _negated=True),
                        name="claims_mandate_for_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "given")),
                            models.Q(
                                models.Q(("state", "given"), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="claims_mandate_settled_once_over",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="claimdraft",
            name="claims_one_draft_per_firm",
        ),
        migrations.AddField(
            model_name="claimdraft",
            name="handed_at",
            field=models.DateTimeField(null=True, verbose_name="handed over"),
        ),
        migrations.AddField(
            model_name="claimdraft",
            name="helper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts_filled_in",
                to="organisations.organisation",
                verbose_name="filled in by",
            ),
        ),
        migrations.AddField(
            model_name="draftanswer",
            name="by_helper",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="claimdraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("helper__isnull", True)),
                fields=("demand", "firm"),
                name="claims_one_own_draft_per_firm",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdraft",
            constraint=models.UniqueConstraint(
                fields=("demand", "firm", "helper"), name="claims_one_draft_per_helper"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("helper__isnull", True),
                    models.Q(("helper", models.F("firm")), _negated=True),
                    _connector="OR",
                ),
                name="claims_draft_helped_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handed_at__isnull", True), ("helper__isnull", False), _connector="OR"
                ),
                name="claims_draft_handed_over_by_a_helper",
            ),
        ),
    ]
