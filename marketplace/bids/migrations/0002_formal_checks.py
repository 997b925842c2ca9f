import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("bids", "0001_initial"),
        ("files", "0001_initial"),
        ("organisations", "0003_supervisors"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormalCheck",
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
                            ("open", "being checked"),
                            ("curing", "to be completed by the bidder"),
                            ("cured", "completed, to be looked at again"),
                            ("proposed", "proposed not to be admitted"),
                            ("admitted", "admitted to the review"),
                            ("excluded", "not admitted to the review"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="deficits written")),
                ("due_at", models.DateTimeField(null=True, verbose_name="to be completed by")),
                (
                    "cure",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what the bidder answers",
                    ),
                ),
                ("cured_at", models.DateTimeField(null=True, verbose_name="completed")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("incomplete", "incomplete, and not completed in time"),
                            ("unreadable", "attachments cannot be read"),
                            ("partner", "a partner has not confirmed"),
                            ("own_money", "less own money than the rules ask for"),
                            ("not_eligible", "the bidder does not meet the conditions"),
                            ("not_neutral", "a neutral text says who the bidder is"),
                            ("other", "another reason"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="proposed")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formal_check",
                        to="bids.bid",
                    ),
                ),
                (
                    "cured_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "formal check",
                "verbose_name_plural": "formal checks",
                "ordering": ["bid"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ["admitted", "excluded"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["admitted", "excluded"]), _negated=True),
                                ("settled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="bids_formal_check_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["proposed", "excluded"]), _negated=True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bids_exclusion_with_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "excluded"), _negated=True),
                            models.Q(
                                ("settled_by__isnull", False),
                                models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bids_excluded_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["curing", "cured"]), _negated=True),
                            models.Q(("asked_at__isnull", False), ("due_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="bids_cured_within_a_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("complete", "everything that is asked for is there"),
                            ("attachments", "the attachments can be read"),
                            ("partners", "the partners have confirmed"),
                            ("own_money", "own money is as the rules ask"),
                            ("eligible", "the bidder meets the conditions today"),
                        ],
                        max_length=12,
                        verbose_name="item",
                    ),
                ),
                ("met", models.BooleanField(verbose_name="in order")),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what is missing",
                    ),
                ),
                (
                    "formal_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="bids.formalcheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("formal_check", "item"), name="bids_one_finding_an_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met", True), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="bids_deficit_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CureFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "formal_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="bids.formalcheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "file sent for what was missing",
                "verbose_name_plural": "files sent for what was missing",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="BidPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="partner")),
                (
                    "part",
                    models.CharField(blank=True, max_length=2000, verbose_name="the part it does"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "has not answered yet"),
                            ("confirmed", "confirmed"),
                            ("declined", "declined"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="bids.bid",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner of a bid",
                "verbose_name_plural": "partners of bids",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bid", "organisation"), name="bids_partner_once_in_a_bid"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("state", "asked"),
                            ),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bids_partner_answered_by_somebody",
                    ),
                ],
            },
        ),
    ]
