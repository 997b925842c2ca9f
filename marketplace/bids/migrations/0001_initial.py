import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("challenges", "0001_initial"),
        ("files", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Bid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids",
                        to="organisations.organisation",
                        verbose_name="bidder",
                    ),
                ),
                (
                    "receipt",
                    models.CharField(max_length=20, unique=True, verbose_name="receipt number"),
                ),
                ("commitment", models.CharField(max_length=80, verbose_name="commitment")),
                ("salt", models.CharField(blank=True, max_length=64)),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                (
                    "fault",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="why it could not be opened"
                    ),
                ),
                ("data_key", models.BinaryField(default=bytes)),
                ("files", models.JSONField(default=list)),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("submitted_at", models.DateTimeField(verbose_name="sealed")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bid",
                "verbose_name_plural": "bids",
                "ordering": ["submitted_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "firm"), name="bids_one_per_body"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fault", ""), models.Q(("salt", ""), _negated=True)),
                            models.Q(("fault", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bids_opened_or_faulty",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="CeremonyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ceremony_key",
                        to="challenges.challenge",
                    ),
                ),
                ("public", models.BinaryField()),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "ready_at",
                    models.DateTimeField(null=True, verbose_name="all openers have rehearsed"),
                ),
            ],
            options={
                "verbose_name": "key of a ceremony",
                "verbose_name_plural": "keys of ceremonies",
            },
        ),
        CreateRendered(
            name="Opener",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openers",
                        to="challenges.challenge",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="share")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opener",
                    ),
                ),
                ("public", models.BinaryField(null=True)),
                ("locked", models.BinaryField(null=True)),
                ("share", models.BinaryField(null=True)),
                ("share_digest", models.CharField(blank=True, max_length=64)),
                ("rehearsed_at", models.DateTimeField(null=True, verbose_name="rehearsed")),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("barred_until", models.DateTimeField(null=True, verbose_name="barred until")),
                ("handed", models.BinaryField(null=True)),
                ("handed_at", models.DateTimeField(null=True, verbose_name="passphrase given")),
            ],
            options={
                "verbose_name": "opener",
                "verbose_name_plural": "openers",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("challenge", "number"), name="bids_one_opener_a_share"
                    ),
                    models.UniqueConstraint(
                        fields=("challenge", "user"), name="bids_one_share_an_opener"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)),
                        name="bids_shares_one_to_three",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="FormalCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formal_check",
                        to="bids.bid",
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
                    "cured_by",
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
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="decided")),
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
        CreateRendered(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        CreateRendered(
            name="CureFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                "verbose_name": "file sent for what was missing",
                "verbose_name_plural": "files sent for what was missing",
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "being opened"),
                            ("finished", "opened"),
                            ("too_few", "too few bids, none was opened"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "present",
                    models.CharField(blank=True, max_length=300, verbose_name="who is present"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("total", models.PositiveIntegerField(null=True, verbose_name="bids")),
                ("acts", models.JSONField(default=list)),
                (
                    "broken",
                    models.PositiveIntegerField(
                        default=0, verbose_name="envelopes that were damaged"
                    ),
                ),
            ],
            options={
                "verbose_name": "opening",
                "verbose_name_plural": "openings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at__isnull", True),
                                ("state", "running"),
                                ("total__isnull", True),
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("finished_at__isnull", False),
                                ("total__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bids_opening_finished_with_its_number",
                    )
                ],
            },
        ),
        CreateRendered(
            name="OpeningAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening_attempts",
                        to="challenges.challenge",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("answer", models.CharField(max_length=40, verbose_name="answer")),
            ],
            options={
                "verbose_name": "attempt to open",
                "verbose_name_plural": "attempts to open",
                "ordering": ["-at", "-id"],
            },
        ),
        CreateRendered(
            name="BidPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
        CreateRendered(
            name="Vault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vault",
                        to="challenges.challenge",
                    ),
                ),
                ("wrapped", models.BinaryField()),
                ("box", models.BinaryField()),
                (
                    "beat_at",
                    models.DateTimeField(db_index=True, verbose_name="last written by the clock"),
                ),
            ],
            options={
                "verbose_name": "vault",
                "verbose_name_plural": "vaults",
            },
        ),
        CreateRendered(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "vault",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="envelopes",
                        to="bids.vault",
                    ),
                ),
                ("token", models.CharField(max_length=64)),
                ("box", models.BinaryField()),
            ],
            options={
                "verbose_name": "envelope",
                "verbose_name_plural": "envelopes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vault", "token"), name="bids_one_envelope_per_body"
                    )
                ],
            },
        ),
    ]
