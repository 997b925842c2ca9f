import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("listings", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=80,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="title",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what is asked for",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "being drafted"),
                            ("open", "running"),
                            ("closed", "closed"),
                            ("discarded", "discarded"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "edition",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="edition"),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "opener",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="organisations.organisation",
                        verbose_name="in whose name",
                    ),
                ),
                ("kinds", models.JSONField(default=list, verbose_name="kinds of bodies")),
                (
                    "asks",
                    models.JSONField(
                        blank=True, default=list, verbose_name="what a need states at least"
                    ),
                ),
                (
                    "infrastructure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "new infrastructure"),
                            ("renewed", "renewal of traditional infrastructure"),
                        ],
                        max_length=8,
                        verbose_name="class of infrastructure",
                    ),
                ),
                (
                    "takes_late",
                    models.BooleanField(
                        default=True, verbose_name="late replies are taken and marked"
                    ),
                ),
                (
                    "left_out",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="bodies left out",
                    ),
                ),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__gt", models.F("opened_at")),
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                                ("state__in", ["open", "closed"]),
                            ),
                            models.Q(
                                ("opened_at__isnull", True), ("state__in", ["drafted", "discarded"])
                            ),
                            _connector="OR",
                        ),
                        name="calls_round_open_for_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ["drafted", "open"])
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state__in", ["closed", "discarded"]),
                            ),
                            _connector="OR",
                        ),
                        name="calls_round_ended_once",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="calls.round",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "no reply yet"),
                            ("answered", "has needs"),
                            ("none", "no need"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "signed",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="who answers for it",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="note",
                    ),
                ),
                ("is_late", models.BooleanField(default=False, verbose_name="late")),
                ("addressed_at", models.DateTimeField(verbose_name="addressed")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="replied")),
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
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
                "ordering": ["round", "organisation__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "organisation"), name="calls_one_reply_of_a_body"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("is_late", False),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="calls_reply_answered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "none"), _negated=True),
                            models.Q(("signed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="calls_no_need_is_signed",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="calls.reply",
                    ),
                ),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collected",
                        to="listings.demand",
                    ),
                ),
                (
                    "infrastructure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "new infrastructure"),
                            ("renewed", "renewal of traditional infrastructure"),
                        ],
                        max_length=8,
                        verbose_name="class of infrastructure",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "need",
                "verbose_name_plural": "needs",
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="RoundReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="calls.round",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("days", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "due_at", "days"), name="calls_reminded_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="calls.reply",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reply", "due_at"), name="calls_escalated_once")
                ],
            },
        ),
        CreateRendered(
            name="OpenCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=80,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="title",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what is asked for",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "being drafted"),
                            ("open", "running"),
                            ("closed", "closed"),
                            ("discarded", "discarded"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "edition",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="edition"),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("technology", "major technology needs of industry"),
                            ("scenario", "scenario proposals"),
                        ],
                        default="technology",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_calls",
                        to="organisations.organisation",
                        verbose_name="answering department",
                    ),
                ),
                (
                    "answer_workdays",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="working days to the answer"
                    ),
                ),
            ],
            options={
                "verbose_name": "open call",
                "verbose_name_plural": "open calls",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__gt", models.F("opened_at")),
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                                ("state__in", ["open", "closed"]),
                            ),
                            models.Q(
                                ("opened_at__isnull", True), ("state__in", ["drafted", "discarded"])
                            ),
                            _connector="OR",
                        ),
                        name="calls_opencall_open_for_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ["drafted", "open"])
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("state__in", ["closed", "discarded"]),
                            ),
                            _connector="OR",
                        ),
                        name="calls_opencall_ended_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_workdays__gte", 1), ("answer_workdays__lte", 60)
                        ),
                        name="calls_answers_within_days",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="calls.opencall",
                    ),
                ),
                (
                    "receipt",
                    models.CharField(max_length=20, unique=True, verbose_name="receipt number"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "waits for an answer"),
                            ("adopted", "adopted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="answering department",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=80,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="title",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        max_length=3000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="the need",
                    ),
                ),
                (
                    "benefit",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what it would bring",
                    ),
                ),
                (
                    "may_be_named",
                    models.BooleanField(
                        default=False, verbose_name="we may be named as the source"
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                ("due_at", models.DateTimeField(verbose_name="answered by")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "demand",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_as",
                        to="listings.demand",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="answer",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="answered")),
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
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "submitted"),
                            ),
                            models.Q(
                                models.Q(("state", "submitted"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="calls_proposal_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("demand__isnull", False), ("state", "adopted")),
                            models.Q(
                                models.Q(("state", "adopted"), _negated=True),
                                ("demand__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="calls_adopted_is_a_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="calls_declined_with_a_reason",
                    ),
                ],
            },
        ),
    ]
