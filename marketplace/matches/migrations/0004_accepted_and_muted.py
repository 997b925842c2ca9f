import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("matches", "0003_weak_pairs"),
        ("organisations", "0002_verification_note"),
    ]

    operations = [
        migrations.CreateModel(
            name="MutedOrganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("muted_at", models.DateTimeField()),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "muted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
        migrations.RemoveConstraint(
            model_name="invitation",
            name="matches_invitation_settled_once",
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_at",
            field=models.DateTimeField(null=True, verbose_name="accepted on"),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="state",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("state__in", ["sent", "accepted"])),
                    models.Q(
                        models.Q(("state__in", ["sent", "accepted"]), _negated=True),
                        ("settled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="matches_invitation_settled_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
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
        ),
    ]
