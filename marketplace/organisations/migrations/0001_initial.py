import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.organisations.credit_codes
from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("taxonomy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Organisation",
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
                            ("agency", "government department"),
                            ("institution", "public institution"),
                            ("state_firm", "state-owned enterprise"),
                            ("firm", "firm"),
                            ("research", "university or research institute"),
                            ("association", "industry association"),
                            ("park", "park"),
                            ("service", "service organisation"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="full name")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=40, verbose_name="short name"),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=160, verbose_name="English name"),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        error_messages={
                            "unique": "This code is registered already: ask the organisation's owner to add you."
                        },
                        max_length=18,
                        null=True,
                        unique=True,
                        validators=[marketplace.organisations.credit_codes.validate_credit_code],
                        verbose_name="unified credit code",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="taxonomy.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="region, when outside Xiamen"
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="taxonomy.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="taxonomy.economicactivity",
                        verbose_name="economic activity (GB/T 4754)",
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("micro", "micro"),
                            ("small", "small"),
                            ("medium", "medium"),
                            ("large", "large"),
                        ],
                        max_length=10,
                        verbose_name="scale",
                    ),
                ),
                (
                    "founded",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="founded in"
                    ),
                ),
                (
                    "introduction",
                    models.CharField(blank=True, max_length=600, verbose_name="introduction"),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "verified_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="verified"
                    ),
                ),
                (
                    "verification_note",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why not verified"
                    ),
                ),
                (
                    "is_placeholder",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        verbose_name="entered from a list, not by itself",
                    ),
                ),
                ("is_example", models.BooleanField(default=False, verbose_name="example content")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="organisations.organisation",
                        verbose_name="merged into",
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "industries",
                    models.ManyToManyField(
                        blank=True, to="taxonomy.industry", verbose_name="industries"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
                "permissions": [
                    ("verify_organisation", "May verify organisations and decide on takeovers")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "is_placeholder"),
                        name="organisations_name_once",
                        violation_error_code="name_taken",
                        violation_error_message="An organisation of this name is registered already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_at__isnull", True),
                            ("credit_code__isnull", False),
                            _connector="OR",
                        ),
                        name="organisations_verified_by_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_at__isnull", True),
                            ("is_placeholder", False),
                            _connector="OR",
                        ),
                        name="organisations_placeholder_unverified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit_code__isnull", True),
                            models.Q(("credit_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="organisations_no_empty_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="organisations_not_merged_into_itself",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="organisations.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("retired", models.BooleanField(default=False, verbose_name="retired")),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"),
                        name="organisations_unit_once",
                        violation_error_code="name_taken",
                        violation_error_message="There is a unit of this name already.",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="qualifications",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="taxonomy.qualificationkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=60, verbose_name="certificate number"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
            ],
            options={
                "verbose_name": "qualification",
                "verbose_name_plural": "qualifications",
                "ordering": ["kind__sort_order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_from__lte", models.F("valid_until")),
                            _connector="OR",
                        ),
                        name="organisations_validity_forwards",
                        violation_error_code="validity",
                        violation_error_message="The last day of validity comes before the first.",
                    )
                ],
            },
        ),
        CreateRendered(
            name="CreditFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credit_facts",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("abnormal", "list of abnormal operations"),
                            ("serious", "list of serious violations and dishonesty"),
                            ("dishonest", "list of dishonest persons subject to enforcement"),
                        ],
                        max_length=10,
                        verbose_name="list of the authorities",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "listed"), ("no", "not listed"), ("unknown", "not known")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("source", models.CharField(max_length=120, verbose_name="source")),
            ],
            options={
                "verbose_name": "credit fact",
                "verbose_name_plural": "credit facts",
                "ordering": ["-as_of", "-id"],
            },
        ),
        CreateRendered(
            name="Membership",
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
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisations.unit",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("editor", "listings editor"),
                            ("approver", "approver"),
                            ("bidder", "bid manager"),
                            ("viewer", "viewer"),
                            ("supervisor", "supervisor"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "organisation", "role"),
                        name="organisations_membership_once",
                        violation_error_code="role_taken",
                        violation_error_message="This person has this role already.",
                    )
                ],
            },
        ),
        CreateRendered(
            name="TakeoverRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "placeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeovers",
                        to="organisations.organisation",
                        verbose_name="placeholder",
                    ),
                ),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeovers_asked",
                        to="organisations.organisation",
                        verbose_name="claimant",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                ("grounds", models.CharField(max_length=500, verbose_name="grounds")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted"),
                            ("confirmed", "confirmed"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("opinion", models.CharField(blank=True, max_length=500, verbose_name="opinion")),
            ],
            options={
                "verbose_name": "takeover request",
                "verbose_name_plural": "takeover requests",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "submitted")),
                        fields=("placeholder", "claimant"),
                        name="organisations_takeover_open_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")),
                        fields=("placeholder",),
                        name="organisations_taken_over_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("placeholder", models.F("claimant")), _negated=True),
                        name="organisations_takeover_of_another",
                    ),
                ],
            },
        ),
    ]
