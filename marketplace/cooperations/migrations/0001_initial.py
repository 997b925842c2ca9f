import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("listings", "0001_initial"),
        ("organisations", "0001_initial"),
        ("taxonomy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Cooperation",
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
                        related_name="cooperations",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperations",
                        to="organisations.organisation",
                        verbose_name="provider",
                    ),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperations",
                        to="listings.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default=marketplace.core.numbers.receipt_number,
                        max_length=20,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("opened", "contact to be confirmed"),
                            ("contacted", "in contact"),
                            ("talking", "in talks"),
                            ("agreed", "agreement signed"),
                            ("delivered", "delivered"),
                            ("accepted", "result accepted"),
                            ("rated", "rated by both sides"),
                            ("ended", "ended"),
                        ],
                        default="opened",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                (
                    "owner_confirmed_at",
                    models.DateTimeField(null=True, verbose_name="contact confirmed by the owner"),
                ),
                (
                    "owner_confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed for the owner by",
                    ),
                ),
                (
                    "provider_confirmed_at",
                    models.DateTimeField(
                        null=True, verbose_name="contact confirmed by the provider"
                    ),
                ),
                (
                    "provider_confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed for the provider by",
                    ),
                ),
                ("contacted_at", models.DateTimeField(null=True, verbose_name="in contact since")),
                ("talking_at", models.DateTimeField(null=True, verbose_name="in talks since")),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="agreement entered")),
                ("agreed_on", models.DateField(null=True, verbose_name="date of the agreement")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount, yuan",
                    ),
                ),
                (
                    "notice_url",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="notice on the legal platform",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="agreement is public"),
                ),
                (
                    "stated_at",
                    models.DateTimeField(null=True, verbose_name="delivery stated by the provider"),
                ),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="delivered")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="result accepted")),
                (
                    "certificate",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="number of the certificate"
                    ),
                ),
                (
                    "certified_at",
                    models.DateTimeField(null=True, verbose_name="certificate issued"),
                ),
                ("rated_at", models.DateTimeField(null=True, verbose_name="rated by both sides")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "ended_side",
                    models.CharField(
                        blank=True,
                        choices=[("owner", "demand's owner"), ("provider", "provider")],
                        max_length=8,
                        verbose_name="ended by the side",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "co-operation",
                "verbose_name_plural": "co-operations",
                "ordering": ["-opened_at", "-id"],
                "indexes": [
                    models.Index(fields=["demand", "state"], name="cooperations_of_demand"),
                    models.Index(
                        fields=["provider", "-opened_at"], name="cooperations_of_provider"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("demand", "provider"),
                        name="cooperations_one_unended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("certificate", ""), _negated=True),
                        fields=("certificate",),
                        name="cooperations_certificate_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contacted_at__isnull", True),
                            models.Q(
                                ("owner_confirmed_at__isnull", False),
                                ("provider_confirmed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cooperations_contact_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["opened", "ended"]),
                            ("contacted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="cooperations_contact_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("agreed", "delivered", "accepted", "rated")),
                                _negated=True,
                            ),
                            models.Q(("agreed_at__isnull", False), ("agreed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="cooperations_agreement_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "rated"]), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="cooperations_accepted_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certificate", ""),
                            models.Q(
                                ("accepted_at__isnull", False), ("certified_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="cooperations_certified_once_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public", False), ("agreed_at__isnull", False), _connector="OR"
                        ),
                        name="cooperations_public_once_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state", "ended"),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("ended_side", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="cooperations_ended_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                        ),
                        name="cooperations_amount_not_below_zero",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="AgreementDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cooperation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="cooperations.cooperation",
                    ),
                ),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.blob",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of the agreement",
                "verbose_name_plural": "documents of agreements",
            },
        ),
        CreateRendered(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cooperation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="cooperations.cooperation",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "demand's owner"), ("provider", "provider")],
                        max_length=8,
                        verbose_name="side",
                    ),
                ),
                (
                    "stars",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="rating from 1 to 5",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="rated")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rating",
                "verbose_name_plural": "ratings",
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cooperation", "side"), name="cooperations_rated_once_a_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)),
                        name="cooperations_stars_in_range",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="ResourceRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cooperation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resource_requests",
                        to="cooperations.cooperation",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taxonomy.resourcekind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        max_length=2400,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="purpose",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("granted", "granted"),
                            ("refused", "refused with a reason"),
                            ("used", "granted and used"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "settled_by",
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
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                ("used_at", models.DateTimeField(null=True, verbose_name="used since")),
                (
                    "reminded_at",
                    models.DateTimeField(null=True, verbose_name="reminded of the answer"),
                ),
                ("overdue_at", models.DateTimeField(null=True, verbose_name="noted as overdue")),
            ],
            options={
                "verbose_name": "request for an opened resource",
                "verbose_name_plural": "requests for opened resources",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "asked")),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cooperations_request_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cooperations_request_refused_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "used"), ("used_at__isnull", False)),
                            models.Q(
                                models.Q(("state", "used"), _negated=True),
                                ("used_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="cooperations_request_used_at",
                    ),
                ],
            },
        ),
    ]
