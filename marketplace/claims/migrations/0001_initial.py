import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.core.numbers
from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cooperations", "0001_initial"),
        ("files", "0001_initial"),
        ("listings", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="Claim",
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
                        related_name="claims",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="organisations.organisation",
                        verbose_name="applicant",
                    ),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="listings.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "pitch",
                    models.CharField(
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="how you would do it",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(
                        max_length=40,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="contact",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.ProhibitNullCharactersValidator(),
                            django.core.validators.RegexValidator(
                                "^(?=(?:\\D*\\d){7,20}\\D*$)[\\d\\s()+#*,.\\-/转]+$",
                                "Give a phone number: digits, perhaps with + - ( ) or an extension.",
                                code="phone",
                            ),
                        ],
                        verbose_name="phone",
                    ),
                ),
                (
                    "receipt",
                    models.CharField(
                        default=marketplace.core.numbers.receipt_number,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="receipt number",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn by the firm"),
                            ("ended", "co-operation ended"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                ("answer_due", models.DateTimeField(verbose_name="answer due")),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("confirmed_at", models.DateTimeField(verbose_name="last confirmed")),
                (
                    "decided_at",
                    models.DateTimeField(null=True, verbose_name="answered or withdrawn"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered or withdrawn by",
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
                (
                    "despite",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="why it is accepted all the same",
                    ),
                ),
                ("details_asked_at", models.DateTimeField(null=True, verbose_name="details asked")),
                (
                    "details_wanted",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="details wanted",
                    ),
                ),
                (
                    "cooperation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="cooperations.cooperation",
                        verbose_name="co-operation",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-submitted_at", "-id"],
                "indexes": [
                    models.Index(fields=["demand", "state"], name="claims_of_demand"),
                    models.Index(fields=["firm", "-submitted_at"], name="claims_of_firm"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["submitted", "accepted"])),
                        fields=("demand", "firm"),
                        name="claims_one_live_per_firm",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("despite", ""), ("state__in", ["accepted", "ended"]), _connector="OR"
                        ),
                        name="claims_despite_is_said_of_an_acceptance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "submitted")),
                            models.Q(
                                models.Q(("state", "submitted"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="claims_decided_once_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="claims_declined_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="claims_versions_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at__gte", models.F("submitted_at"))),
                        name="claims_confirmed_once_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cooperation__isnull", True),
                            ("state__in", ["accepted", "ended"]),
                            _connector="OR",
                        ),
                        name="claims_cooperation_once_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("details_asked_at__isnull", True), ("details_wanted", "")),
                            models.Q(
                                ("details_asked_at__isnull", False),
                                models.Q(("details_wanted", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="claims_details_in_words",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="ClaimDraft",
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
                        related_name="claim_drafts",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_drafts",
                        to="organisations.organisation",
                        verbose_name="applicant",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts_filled_in",
                        to="organisations.organisation",
                        verbose_name="filled in by",
                    ),
                ),
                ("handed_at", models.DateTimeField(null=True, verbose_name="handed over")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("saved_at", models.DateTimeField(verbose_name="last saved")),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last saved by",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="last sent")),
            ],
            options={
                "verbose_name": "draft of an application",
                "verbose_name_plural": "drafts of applications",
                "ordering": ["-saved_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("helper__isnull", True)),
                        fields=("demand", "firm"),
                        name="claims_one_own_draft_per_firm",
                    ),
                    models.UniqueConstraint(
                        fields=("demand", "firm", "helper"), name="claims_one_draft_per_helper"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("helper__isnull", True),
                            models.Q(("helper", models.F("firm")), _negated=True),
                            _connector="OR",
                        ),
                        name="claims_draft_helped_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_at__isnull", True), ("helper__isnull", False), _connector="OR"
                        ),
                        name="claims_draft_handed_over_by_a_helper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saved_at__gte", models.F("started_at"))),
                        name="claims_draft_saved_once_started",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="DraftAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="claims.claimdraft",
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_helper", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "answer of a draft",
                "verbose_name_plural": "answers of drafts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "name"), name="claims_one_answer_per_name"
                    )
                ],
            },
        ),
        CreateRendered(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="claims.claimdraft",
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
                ("added_at", models.DateTimeField(verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_helper", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "file of a draft",
                "verbose_name_plural": "files of drafts",
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="DraftEditor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editors",
                        to="claims.claimdraft",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "editor of a draft",
                "verbose_name_plural": "editors of drafts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "person"), name="claims_one_open_page_per_editor"
                    )
                ],
            },
        ),
        CreateRendered(
            name="AnswerPrompt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="claims.claim",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reminded", "reminder on the due day"),
                            ("overdue", "overdue and escalated"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
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
                (
                    "approvers",
                    models.ManyToManyField(
                        related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="escalated to"
                    ),
                ),
            ],
            options={
                "verbose_name": "prompt for an answer",
                "verbose_name_plural": "prompts for answers",
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "kind"), name="claims_prompted_once")
                ],
            },
        ),
        CreateRendered(
            name="ClaimNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="claims.claim",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=1000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="note",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="written")),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="claims_note_has_text"
                    )
                ],
            },
        ),
        CreateRendered(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="organisations.organisation",
                        verbose_name="park or association",
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
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="until and including")),
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
        CreateRendered(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="claims.claim",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="length in minutes",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="place",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="link",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("cancelled", "cancelled"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
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
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="claims_meeting_settled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="claims_meeting_somewhere",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="ClaimPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="claims.claimdraft",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="organisations.organisation",
                        verbose_name="partner",
                    ),
                ),
                ("part", models.CharField(max_length=200, verbose_name="part")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "not confirmed yet"),
                            ("joined", "confirmed"),
                            ("refused", "does not take part"),
                            ("removed", "removed by the lead"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("invited_at", models.DateTimeField(verbose_name="invited")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                "verbose_name": "partner in an application",
                "verbose_name_plural": "partners in applications",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "organisation"), name="claims_partner_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "removed"),
                            models.Q(("answered_at__isnull", True), ("state", "invited")),
                            models.Q(
                                ("answered_at__isnull", False), ("state__in", ["joined", "refused"])
                            ),
                            _connector="OR",
                        ),
                        name="claims_partner_answered_once_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part", ""), _negated=True),
                        name="claims_partner_has_a_part",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Relisting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ancestor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relisted_as",
                        to="listings.demand",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relisted_from",
                        to="listings.demand",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="relisted")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("announced_at", models.DateTimeField(null=True, verbose_name="announced")),
            ],
            options={
                "verbose_name": "relisting",
                "verbose_name_plural": "relistings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("successor__gt", models.F("ancestor"))),
                        name="claims_relisted_as_a_younger_one",
                    )
                ],
            },
        ),
        CreateRendered(
            name="ClaimVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="claims.claim",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("checks", models.JSONField(default=list)),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
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
                "verbose_name": "version of an application",
                "verbose_name_plural": "versions of applications",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="claims_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="claims_version_from_one"
                    ),
                ],
            },
        ),
        CreateRendered(
            name="VersionFile",
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
                        related_name="files",
                        to="claims.claimversion",
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
                "verbose_name": "file of a version",
                "verbose_name_plural": "files of versions",
                "ordering": ["id"],
            },
        ),
        CreateRendered(
            name="StampedReceipt",
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
                        related_name="scans",
                        to="claims.claimversion",
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
                ("attached_at", models.DateTimeField(verbose_name="attached")),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stamped receipt",
                "verbose_name_plural": "stamped receipts",
                "ordering": ["id"],
            },
        ),
    ]
