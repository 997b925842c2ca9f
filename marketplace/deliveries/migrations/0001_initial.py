import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("files", "0001_initial"),
        ("listings", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery",
                        to="agreements.agreement",
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
                            ("running", "under way"),
                            ("handed_in", "in acceptance"),
                            ("accepted", "accepted"),
                            ("stopped", "stopped at a gate"),
                            ("failed", "not delivered"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "ended_by",
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
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state__in", ("accepted", "stopped", "failed")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("accepted", "stopped", "failed")), _negated=True
                                ),
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["stopped", "failed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_broken_off_with_a_reason",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "promise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="agreements.promise",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reached value",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="unit of measure",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="how it was measured",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="evidence in words",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
            ],
            options={
                "verbose_name": "answer to an indicator",
                "verbose_name_plural": "answers to indicators",
                "ordering": ["promise__position"],
            },
        ),
        CreateRendered(
            name="AnswerFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="deliveries.answer",
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
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="HandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_ins",
                        to="deliveries.delivery",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
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
                "ordering": ["delivery", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "number"), name="deliveries_hand_in_number_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="HandInFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hand_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="deliveries.handin",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.promise",
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
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hand_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="deliveries.handin",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("items", models.JSONField()),
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
                "ordering": ["hand_in", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hand_in", "number"), name="deliveries_appraisal_number_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hand_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict",
                        to="deliveries.handin",
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
                    "outcome",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("sent_back", "sent back to be mended")],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("good", "good"),
                            ("fair", "fair"),
                            ("unfit", "not fit"),
                        ],
                        max_length=10,
                        verbose_name="grade",
                    ),
                ),
                (
                    "reckoned",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("good", "good"),
                            ("fair", "fair"),
                            ("unfit", "not fit"),
                        ],
                        max_length=10,
                        verbose_name="grade by the rule",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("grade__in", ["excellent", "good", "fair"]),
                                ("outcome", "accepted"),
                                models.Q(("reckoned__in", ["", "unfit"]), _negated=True),
                            ),
                            models.Q(
                                ("grade", ""),
                                ("outcome", "sent_back"),
                                ("reckoned", ""),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_verdict_with_grade_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade", models.F("reckoned")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_other_grade_with_a_reason",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="deliveries.delivery",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "the challenge's owner"), ("firm", "the awarded firm")],
                        max_length=5,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                ("fields", models.JSONField(verbose_name="what changes")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for the other side"),
                            ("agreed", "waits for the approver"),
                            ("approved", "in force"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("lapsed", "lapsed"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
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
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "change request",
                "verbose_name_plural": "change requests",
                "ordering": ["delivery", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "number"), name="deliveries_change_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "agreed"])),
                        fields=("delivery",),
                        name="deliveries_one_open_change",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("agreed_by__isnull", False),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("version__isnull", False),
                                models.Q(("settled_by", models.F("asked_by")), _negated=True),
                                models.Q(("settled_by", models.F("agreed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_change_by_both_and_an_approver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_change_refused_why",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkpoints",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "milestone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkpoint",
                        to="agreements.milestone",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be delivered"),
                            ("submitted", "being checked"),
                            ("returned", "sent back"),
                            ("passed", "passed"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="evidence came")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="passed or dropped")),
            ],
            options={
                "verbose_name": "checkpoint",
                "verbose_name_plural": "checkpoints",
                "ordering": ["milestone__position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", False), ("state__in", ["passed", "dropped"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["passed", "dropped"]), _negated=True),
                                ("settled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_checkpoint_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "dropped"]),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="deliveries_checkpoint_evidence_first",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="deliveries.checkpoint",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "words",
                    models.CharField(
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what was done",
                    ),
                ),
                ("links", models.JSONField(default=list, verbose_name="links")),
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
                "ordering": ["checkpoint", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checkpoint", "number"), name="deliveries_submission_number_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="SubmissionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="deliveries.submission",
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
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_made",
                        to="deliveries.submission",
                    ),
                ),
                ("is_passed", models.BooleanField(verbose_name="passed")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_passed", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_returned_in_words",
                    )
                ],
            },
        ),
        CreateRendered(
            name="Prompt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="deliveries.checkpoint",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("milestone", "a milestone is due"),
                            ("check", "evidence waits for its check"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warned", "the day comes near"),
                            ("today", "it is due today"),
                            ("late", "it is late"),
                            ("escalated", "it is late and was passed up"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "supervisor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="supervising department",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checkpoint", "about", "kind", "day"),
                        name="deliveries_prompted_once",
                    )
                ],
            },
        ),
        CreateRendered(
            name="GateProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="deliveries.checkpoint",
                    ),
                ),
                (
                    "course",
                    models.CharField(
                        choices=[("go", "the team goes on"), ("stop", "the team stops here")],
                        max_length=4,
                        verbose_name="stop or go",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for the approver"),
                            ("decided", "decided"),
                            ("refused", "given back by the approver"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="in words",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
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
                "verbose_name": "decision at a gate",
                "verbose_name_plural": "decisions at gates",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "decided"])),
                        fields=("checkpoint",),
                        name="deliveries_a_gate_is_decided_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_gate_settled_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by__isnull", True),
                            models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_gate_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True),
                                models.Q(("note", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="deliveries_gate_in_words",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "installment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="agreements.installment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("applied", "applied for"),
                            ("endorsed", "waits for the approver"),
                            ("approved", "approved"),
                            ("paid", "paid"),
                            ("dropped", "dropped"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "planned",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="planned, yuan"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="applied for, yuan"
                    ),
                ),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "applied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("endorsed_at", models.DateTimeField(null=True)),
                (
                    "endorsed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("paid_on", models.DateField(null=True, verbose_name="paid on")),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reference of the payment",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["installment__position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned__gte", 0),
                            models.Q(
                                ("amount__isnull", True),
                                models.Q(("amount__gt", 0), ("amount__lte", models.F("planned"))),
                                _connector="OR",
                            ),
                        ),
                        name="deliveries_never_paid_above_the_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("applied", "endorsed", "approved", "paid")),
                                _negated=True,
                            ),
                            models.Q(
                                ("amount__isnull", False),
                                ("applied_at__isnull", False),
                                ("applied_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_paid_once_applied_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "paid"]), _negated=True),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("endorsed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_paid_once_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("endorsed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_payment_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_by__isnull", False),
                                ("paid_on__isnull", False),
                                ("state", "paid"),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "paid"), _negated=True),
                                ("paid_by__isnull", True),
                                ("paid_on__isnull", True),
                                ("reference", ""),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_paid_with_a_reference",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered to the firm"),
                            ("confirmed", "public"),
                            ("declined", "not published"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what was reached",
                    ),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.capability",
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
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
                "verbose_name": "result",
                "verbose_name_plural": "results",
                "ordering": ["-settled_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "offered"),
                            ),
                            models.Q(
                                models.Q(("state", "offered"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_result_settled_by_the_firm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("summary", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deliveries_result_in_words",
                    ),
                ],
            },
        ),
    ]
