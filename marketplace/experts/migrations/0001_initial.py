import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
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
            name="Expert",
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
                        verbose_name="code of the expert",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="name",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="phone",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="postal address",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="professional title",
                    ),
                ),
                (
                    "speciality",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what you know best",
                    ),
                ),
                (
                    "available_from",
                    models.DateField(blank=True, null=True, verbose_name="available from"),
                ),
                (
                    "available_until",
                    models.DateField(blank=True, null=True, verbose_name="available until"),
                ),
                (
                    "load_limit",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="panels at the same time, at most",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "waits for the check"),
                            ("active", "in the pool"),
                            ("declined", "not taken in"),
                            ("paused", "resting"),
                            ("suspended", "suspended"),
                            ("left", "left"),
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("applied", "applied"), ("imported", "entered from a list")],
                        default="applied",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("applied_at", models.DateTimeField(verbose_name="applied")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
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
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
                ("is_example", models.BooleanField(default=False, verbose_name="example content")),
                (
                    "domains",
                    models.ManyToManyField(
                        blank=True, to="taxonomy.domain", verbose_name="scenario domains"
                    ),
                ),
                (
                    "industries",
                    models.ManyToManyField(
                        blank=True, to="taxonomy.industry", verbose_name="industries"
                    ),
                ),
            ],
            options={
                "verbose_name": "expert",
                "verbose_name_plural": "experts",
                "ordering": ["-applied_at", "-id"],
                "permissions": [("manage_expert", "May keep the pool of experts and draw")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at__isnull", False), ("state", "left")),
                            models.Q(
                                models.Q(("state", "left"), _negated=True),
                                ("left_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="experts_left_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "left"), _negated=True),
                            models.Q(
                                ("address", ""),
                                ("email", ""),
                                ("name", ""),
                                ("phone", ""),
                                ("reason", ""),
                                ("speciality", ""),
                                ("title", ""),
                                ("user__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="experts_left_without_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "left"),
                            models.Q(
                                models.Q(("name", ""), _negated=True),
                                models.Q(("email", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="experts_named_while_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("available_from__isnull", True),
                            ("available_until__isnull", True),
                            ("available_until__gte", models.F("available_from")),
                            _connector="OR",
                        ),
                        name="experts_available_in_order",
                        violation_error_code="available_until_taken",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("load_limit__gte", 1), ("load_limit__lte", 20)),
                        name="experts_load_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["declined", "suspended"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="experts_refused_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "left"), _negated=True),
                        fields=("email",),
                        name="experts_email_once",
                        violation_error_code="email_taken",
                        violation_error_message="Somebody of the pool has this address already.",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Employment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="employments",
                        to="experts.expert",
                    ),
                ),
                (
                    "employer",
                    models.CharField(
                        max_length=120,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="employer",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[marketplace.organisations.credit_codes.validate_credit_code],
                        verbose_name="unified credit code",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="position",
                    ),
                ),
                ("begins", models.DateField(verbose_name="since")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "employment",
                "verbose_name_plural": "employments",
                "ordering": ["-begins", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("ends__gte", models.F("begins")),
                            _connector="OR",
                        ),
                        name="experts_employment_in_order",
                        violation_error_code="ends_taken",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", False),
                            models.Q(("credit_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="experts_present_employer_has_code",
                        violation_error_code="credit_code_taken",
                        violation_error_message="A present employer needs its unified credit code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("employer", ""), _negated=True),
                        name="experts_employer_named",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Tie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="experts.expert",
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        max_length=120,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="organisation",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[marketplace.organisations.credit_codes.validate_credit_code],
                        verbose_name="unified credit code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kin", "a close relative works there"),
                            ("shares", "shares or another interest"),
                            ("contract", "paid work, research or advice"),
                            ("dispute", "a dispute"),
                            ("other", "another tie"),
                        ],
                        max_length=10,
                        verbose_name="kind of tie",
                    ),
                ),
                ("ends", models.DateField(blank=True, null=True, verbose_name="over since")),
            ],
            options={
                "verbose_name": "declared tie",
                "verbose_name_plural": "declared ties",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("organisation", ""), _negated=True),
                        name="experts_tie_named",
                    )
                ],
            },
        ),
    ]
