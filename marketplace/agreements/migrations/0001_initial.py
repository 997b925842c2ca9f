import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("awards", "0001_initial"),
        ("challenges", "0001_initial"),
        ("files", "0001_initial"),
        ("listings", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="challenges.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "act_workdays",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="working days in which a side acts on its agreement"
                    ),
                ),
                (
                    "signing_percent",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="percent of the amount paid on signing"
                    ),
                ),
            ],
            options={
                "verbose_name": "terms of agreements",
                "verbose_name_plural": "terms of agreements",
                "ordering": ["programme"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signing_percent__lte", 100)),
                        name="agreements_terms_sign_for_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("act_workdays__gte", 1)),
                        name="agreements_terms_leave_a_day",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "terms",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="agreements.terms",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="milestone")),
                (
                    "is_staged",
                    models.BooleanField(
                        default=False, verbose_name="of challenges that go on or stop at each stage"
                    ),
                ),
                (
                    "at_percent",
                    models.PositiveSmallIntegerField(
                        verbose_name="percent of the period by which it is due"
                    ),
                ),
                (
                    "paid_percent",
                    models.PositiveSmallIntegerField(
                        verbose_name="percent of the amount paid after it"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("terms", "is_staged", "title"), name="agreements_plan_step_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at_percent__gte", 1),
                            ("at_percent__lte", 100),
                            ("paid_percent__lte", 100),
                        ),
                        name="agreements_plan_counts_in_percent",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="StandardClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "terms",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="agreements.terms",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("text", models.TextField(max_length=3000, verbose_name="text")),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="EndReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("is_active", models.BooleanField(default=True, verbose_name="may be chosen")),
            ],
            options={
                "verbose_name": "reason why no agreement came about",
                "verbose_name_plural": "reasons why no agreement came about",
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default=marketplace.core.numbers.receipt_number,
                        editable=False,
                        max_length=14,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement",
                        to="awards.candidate",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "being drafted"),
                            ("offered", "offered to the firm"),
                            ("agreed", "agreed, to be signed"),
                            ("signed", "signed"),
                            ("ended", "no agreement came about"),
                        ],
                        db_index=True,
                        default="drafted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="begins on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="public money, yuan",
                    ),
                ),
                (
                    "own_money",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="own money, yuan",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="everybody reads the amount"),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="version"
                    ),
                ),
                ("drafted_at", models.DateTimeField(editable=False, verbose_name="drafted")),
                (
                    "signed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="signed"),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "end_reason",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.endreason",
                    ),
                ),
                (
                    "end_note",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="to be acted on by"
                    ),
                ),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                ("escalated_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "task agreement",
                "verbose_name_plural": "task agreements",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("own_money__gte", 0)),
                        name="agreements_money_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="agreements_end_after_the_beginning",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end_reason__isnull", False),
                                ("ended_at__isnull", False),
                                ("state", "ended"),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True),
                                ("end_reason__isnull", True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="agreements_ended_with_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", True), ("state__in", ["signed", "ended"])),
                            models.Q(
                                ("due_at__isnull", False),
                                ("state__in", ["drafted", "offered", "agreed"]),
                            ),
                            _connector="OR",
                        ),
                        name="agreements_due_while_unsigned",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="agreements.agreement",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "title",
                    models.CharField(
                        max_length=80,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="milestone",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="stage",
                    ),
                ),
                (
                    "is_gate",
                    models.BooleanField(default=False, verbose_name="goes on or stops here"),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="agreements_milestone_position_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__gte", 1)),
                        name="agreements_stages_count_from_one",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="agreements.milestone",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.indicator",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("asked", models.CharField(max_length=240, verbose_name="what was asked for")),
                (
                    "method",
                    models.CharField(blank=True, max_length=120, verbose_name="how it is accepted"),
                ),
                (
                    "answered",
                    models.CharField(max_length=1000, verbose_name="what the bid answered"),
                ),
                (
                    "value",
                    models.CharField(
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="promised value",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise",
                "verbose_name_plural": "promises",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "indicator"), name="agreements_promised_once"
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="agreements_promise_position_once"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Installment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="installments",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="installments",
                        to="agreements.milestone",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "title",
                    models.CharField(
                        max_length=80,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="payment",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount, yuan",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "position"),
                        name="agreements_installment_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="agreements_installment_pays_something",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Clause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="agreements.agreement",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "title",
                    models.CharField(
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="title",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=3000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="agreements_clause_position_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="partner",
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=2000, verbose_name="part")),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["agreement", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "organisation"), name="agreements_partner_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="AgreementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.agreement",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an agreement",
                "verbose_name_plural": "versions of agreements",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"), name="agreements_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="agreements_version_from_one"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Turn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "offered"),
                            ("hand_back", "returned with words"),
                            ("take_back", "taken back for changes"),
                            ("agree", "agreed"),
                            ("amend", "amended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "the challenge's owner"), ("firm", "the awarded firm")],
                        max_length=5,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="in words")),
                ("at", models.DateTimeField()),
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
                "verbose_name": "turn",
                "verbose_name_plural": "turns",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "hand_back"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agreements_returned_in_words",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Rendering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renderings",
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("pdf", "PDF"), ("docx", "DOCX")], max_length=4),
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
                "verbose_name": "file of a version",
                "verbose_name_plural": "files of versions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "kind"), name="agreements_rendered_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="SignedCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "the challenge's owner"), ("firm", "the awarded firm")],
                        max_length=5,
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
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "waits for the other side"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("replaced", "replaced"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="looked at")),
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
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed copy",
                "verbose_name_plural": "signed copies",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["sent", "confirmed"])),
                        fields=("version", "side"),
                        name="agreements_one_standing_copy_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "sent"),
                            ),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agreements_copy_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agreements_copy_rejected_in_words",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Agreement",
            name="signed_version",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreementversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="Agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_at__isnull", False),
                        ("signed_version__isnull", False),
                        ("state", "signed"),
                    ),
                    models.Q(
                        models.Q(("state", "signed"), _negated=True),
                        ("signed_at__isnull", True),
                        ("signed_version__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="agreements_signed_with_its_version",
            ),
        ),
    ]
