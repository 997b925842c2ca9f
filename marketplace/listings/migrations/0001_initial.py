import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("files", "0001_initial"),
        ("organisations", "0001_initial"),
        ("taxonomy", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateRendered(
            name="WorkflowAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list_key",
                    models.CharField(
                        choices=[("demand", "demands"), ("capability", "capabilities")],
                        max_length=10,
                        verbose_name="list",
                    ),
                ),
                (
                    "organisation_kind",
                    models.CharField(
                        blank=True,
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
                        verbose_name="kind of organisation",
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="wagtailcore.workflow",
                        verbose_name="workflow",
                    ),
                ),
            ],
            options={
                "verbose_name": "workflow assignment",
                "verbose_name_plural": "workflow assignments",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list_key", "organisation_kind"), name="listings_assignment_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="SecrecyReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="source file"),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                ("reviewed_on", models.DateField(verbose_name="date of the review")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[
                            ("public", "may be published"),
                            ("public_source", "from a public source"),
                            ("not_public", "must not be published"),
                        ],
                        max_length=14,
                        verbose_name="conclusion",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
            ],
            options={
                "verbose_name": "secrecy review",
                "verbose_name_plural": "secrecy reviews",
            },
        ),
        CreateRendered(
            name="UnitApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval by the unit",
                "verbose_name_plural": "approvals by the unit",
            },
            bases=("wagtailcore.task",),
        ),
        CreateRendered(
            name="SecrecyReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the owner's own approvers review.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="auth.group",
                        verbose_name="reviewers",
                    ),
                ),
            ],
            options={
                "verbose_name": "secrecy review step",
                "verbose_name_plural": "secrecy review steps",
            },
            bases=("wagtailcore.task",),
        ),
        CreateRendered(
            name="SupervisingApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisations.organisation",
                        verbose_name="supervising department",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval by the supervising department",
                "verbose_name_plural": "approvals by the supervising department",
            },
            bases=("wagtailcore.task",),
        ),
        CreateRendered(
            name="PortalReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "portal review",
                "verbose_name_plural": "portal reviews",
            },
            bases=("wagtailcore.task",),
        ),
        CreateRendered(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order within the year")),
                (
                    "published_on",
                    models.DateField(blank=True, null=True, verbose_name="published on"),
                ),
                (
                    "introduction",
                    models.CharField(blank=True, max_length=300, verbose_name="introduction"),
                ),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "ordering": ["-year", "-order"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "order"), name="listings_batch_once")
                ],
            },
        ),
        CreateRendered(
            name="Demand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                ("live", models.BooleanField(default=False, editable=False, verbose_name="live")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=160, verbose_name="title in English"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=500, verbose_name="summary in English"),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("scenario", "application scenario"),
                            ("challenge", "open challenge"),
                            ("supply", "supply chain"),
                            ("technology", "technology need"),
                        ],
                        default="scenario",
                        max_length=12,
                        verbose_name="mode",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=120, verbose_name="place of use"),
                ),
                (
                    "background",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="background and pain points",
                    ),
                ),
                (
                    "goals",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="goals",
                    ),
                ),
                (
                    "content",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="content",
                    ),
                ),
                (
                    "budget_kind",
                    models.CharField(
                        choices=[
                            ("range", "range"),
                            ("undisclosed", "not disclosed"),
                            ("none", "no budget"),
                        ],
                        default="undisclosed",
                        max_length=12,
                        verbose_name="budget",
                    ),
                ),
                (
                    "budget_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="budget from, yuan",
                    ),
                ),
                (
                    "budget_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="budget up to, yuan",
                    ),
                ),
                (
                    "first_of_kind_counts",
                    models.BooleanField(
                        default=True, verbose_name="a first set, batch or version counts as a case"
                    ),
                ),
                (
                    "cooperation",
                    models.CharField(
                        choices=[
                            ("single", "one party"),
                            ("multiple", "several parties possible"),
                            ("consortium", "consortia possible"),
                            ("multiple_consortium", "several parties and consortia possible"),
                        ],
                        default="single",
                        max_length=20,
                        verbose_name="cooperation",
                    ),
                ),
                (
                    "slots",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="parties at most",
                    ),
                ),
                (
                    "partners",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[django.core.validators.MaxValueValidator(20)],
                        verbose_name="partners at most",
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pilot", "pilot without funds"),
                            ("procurement", "government procurement"),
                            ("innovation_procurement", "innovation procurement"),
                            ("research", "research project"),
                            ("state_procurement", "procurement by a state-owned enterprise"),
                        ],
                        max_length=24,
                        verbose_name="follow-up path",
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="opens")),
                (
                    "questions_close_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="questions close"),
                ),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes")),
                (
                    "delivery_on",
                    models.DateField(blank=True, null=True, verbose_name="wanted delivery date"),
                ),
                (
                    "domains",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.domain",
                        verbose_name="scenario domains",
                    ),
                ),
                (
                    "industries",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.industry",
                        verbose_name="industries",
                    ),
                ),
                (
                    "qualifications",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.qualificationkind",
                        verbose_name="qualifications",
                    ),
                ),
                (
                    "districts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.district",
                        verbose_name="districts of use",
                    ),
                ),
                (
                    "parks",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.park",
                        verbose_name="parks of use",
                    ),
                ),
            ],
            options={
                "verbose_name": "demand",
                "verbose_name_plural": "demands",
                "permissions": [("publish_demand_review", "Can review demands for the portal")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slots__isnull", True),
                            models.Q(("slots__gte", 1), ("slots__lte", 99)),
                            _connector="OR",
                        ),
                        name="listings_slots_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("partners__gte", 0), ("partners__lte", 20)),
                        name="listings_partners_in_range",
                    ),
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        CreateRendered(
            name="DemandLifecycle",
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
                        blank=True,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="public number",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                        verbose_name="handling unit",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unpublished", "not published"),
                            ("live", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unpublished",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("editing", "draft"),
                            ("submitted", "in approval"),
                            ("returned", "returned for changes"),
                            ("scheduled", "scheduled"),
                            ("settled", "nothing waits"),
                        ],
                        default="editing",
                        max_length=12,
                        verbose_name="version in work",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "written by its owner"),
                            ("imported", "imported from a list"),
                        ],
                        default="own",
                        editable=False,
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "source_digest",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="example content"
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "approved_revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "secrecy_review",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.secrecyreview",
                    ),
                ),
                (
                    "goes_live",
                    models.DateTimeField(blank=True, null=True, verbose_name="goes live"),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published"),
                ),
                (
                    "revised_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last revised"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last confirmed"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why withdrawn"),
                ),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lifecycle",
                        to="listings.demand",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=40, verbose_name="contact"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="office phone"),
                ),
                (
                    "contact_visibility",
                    models.CharField(
                        choices=[
                            ("everyone", "everyone"),
                            ("signed_in", "people who are signed in"),
                            ("verified", "people of verified organisations"),
                        ],
                        default="signed_in",
                        max_length=10,
                        verbose_name="contact shown to",
                    ),
                ),
                ("opens_at", models.DateTimeField(editable=False, null=True, verbose_name="opens")),
                (
                    "questions_close_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="questions close"),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        db_index=True, editable=False, null=True, verbose_name="closes"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="close recorded"),
                ),
                (
                    "change_is_material",
                    models.BooleanField(editable=False, null=True, verbose_name="material change"),
                ),
                (
                    "change_why",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why it changes"
                    ),
                ),
            ],
            options={
                "verbose_name": "lifecycle of a demand",
                "verbose_name_plural": "lifecycles of demands",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(
                                ("closes_at__isnull", False),
                                ("closes_at__lte", models.F("closed_at")),
                            ),
                            _connector="OR",
                        ),
                        name="listings_closed_after_its_close",
                    )
                ],
            },
        ),
        CreateRendered(
            name="DemandParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "demand",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="listings.demand",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("lead", "lead"),
                            ("site", "site owner"),
                            ("support", "support"),
                            ("data", "data provider"),
                        ],
                        max_length=8,
                        verbose_name="part",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "demand",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="listings.demand",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="indicator")),
                ("baseline", models.CharField(blank=True, max_length=60, verbose_name="today")),
                (
                    "comparison",
                    models.CharField(
                        choices=[
                            ("ge", "≥"),
                            ("le", "≤"),
                            ("gt", ">"),
                            ("lt", "<"),
                            ("eq", "="),
                            ("text", "in words"),
                        ],
                        default="ge",
                        max_length=5,
                        verbose_name="comparison",
                    ),
                ),
                ("value", models.CharField(max_length=120, verbose_name="value")),
                (
                    "unit",
                    models.CharField(blank=True, max_length=20, verbose_name="unit of measure"),
                ),
                ("is_main", models.BooleanField(default=True, verbose_name="main indicator")),
                (
                    "method",
                    models.CharField(blank=True, max_length=120, verbose_name="how it is accepted"),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="OpenedResource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "demand",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened_resources",
                        to="listings.demand",
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
                ("text", models.CharField(max_length=160, verbose_name="what is opened")),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("unconditional", "without conditions"),
                            ("conditional", "with conditions"),
                        ],
                        max_length=14,
                        verbose_name="condition",
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("download", "download"),
                            ("interface", "interface"),
                            ("on_site", "on site"),
                            ("in_domain", "inside the secure domain"),
                            ("by_rule", "by the rules"),
                        ],
                        max_length=10,
                        verbose_name="use",
                    ),
                ),
                (
                    "approver",
                    models.CharField(blank=True, max_length=60, verbose_name="approving body"),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="DemandAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "demand",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="listings.demand",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="Addendum",
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
                        related_name="addenda",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("is_material", models.BooleanField(verbose_name="material")),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it changes"),
                ),
                ("differences", models.JSONField(default=list, verbose_name="differences")),
                ("opens_before", models.DateTimeField(null=True)),
                ("opens_after", models.DateTimeField(null=True)),
                ("questions_close_before", models.DateTimeField(null=True)),
                ("questions_close_after", models.DateTimeField(null=True)),
                ("closes_before", models.DateTimeField(null=True)),
                ("closes_after", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "addendum",
                "verbose_name_plural": "addenda",
                "ordering": ["demand", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("demand", "number"), name="listings_addendum_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="listings_addendum_counts_from_one",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Capability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                ("live", models.BooleanField(default=False, editable=False, verbose_name="live")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=160, verbose_name="title in English"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=500, verbose_name="summary in English"),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="description",
                    ),
                ),
                (
                    "delivers_everywhere",
                    models.BooleanField(default=True, verbose_name="delivers everywhere"),
                ),
                (
                    "price_kind",
                    models.CharField(
                        choices=[
                            ("range", "range"),
                            ("negotiable", "by agreement"),
                            ("undisclosed", "not disclosed"),
                        ],
                        default="negotiable",
                        max_length=12,
                        verbose_name="price",
                    ),
                ),
                (
                    "price_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="price from, yuan",
                    ),
                ),
                (
                    "price_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="price up to, yuan",
                    ),
                ),
                (
                    "maturity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lab", "laboratory"),
                            ("prototype", "prototype"),
                            ("pilot", "pilot"),
                            ("product", "product"),
                            ("scaled", "in use at scale"),
                        ],
                        max_length=10,
                        verbose_name="maturity",
                    ),
                ),
                (
                    "team_size",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people in the team"
                    ),
                ),
                (
                    "first_of_kind",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("equipment", "first set of equipment"),
                            ("batch", "first batch of material"),
                            ("version", "first version of software"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="first of its kind",
                    ),
                ),
                (
                    "first_catalogue",
                    models.CharField(blank=True, max_length=80, verbose_name="catalogue"),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year of the catalogue"
                    ),
                ),
                (
                    "domains",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.domain",
                        verbose_name="scenario domains",
                    ),
                ),
                (
                    "industries",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.industry",
                        verbose_name="industries",
                    ),
                ),
                (
                    "qualifications",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.qualificationkind",
                        verbose_name="qualifications",
                    ),
                ),
                (
                    "delivers_to",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="taxonomy.district",
                        verbose_name="districts it can deliver in",
                    ),
                ),
            ],
            options={
                "verbose_name": "capability",
                "verbose_name_plural": "capabilities",
                "permissions": [
                    ("publish_capability_review", "Can review capabilities for the portal")
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        CreateRendered(
            name="CapabilityLifecycle",
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
                        blank=True,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="public number",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="owner",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                        verbose_name="handling unit",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unpublished", "not published"),
                            ("live", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unpublished",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("editing", "draft"),
                            ("submitted", "in approval"),
                            ("returned", "returned for changes"),
                            ("scheduled", "scheduled"),
                            ("settled", "nothing waits"),
                        ],
                        default="editing",
                        max_length=12,
                        verbose_name="version in work",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "written by its owner"),
                            ("imported", "imported from a list"),
                        ],
                        default="own",
                        editable=False,
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "source_digest",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="example content"
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "approved_revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "secrecy_review",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.secrecyreview",
                    ),
                ),
                (
                    "goes_live",
                    models.DateTimeField(blank=True, null=True, verbose_name="goes live"),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published"),
                ),
                (
                    "revised_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last revised"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last confirmed"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why withdrawn"),
                ),
                (
                    "capability",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lifecycle",
                        to="listings.capability",
                    ),
                ),
            ],
            options={
                "verbose_name": "lifecycle of a capability",
                "verbose_name_plural": "lifecycles of capabilities",
            },
        ),
        CreateRendered(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "capability",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="listings.capability",
                    ),
                ),
                ("customer", models.CharField(max_length=80, verbose_name="customer")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="amount, yuan",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=200, verbose_name="result")),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="CapabilityAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "capability",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="listings.capability",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        CreateRendered(
            name="ClosingReminder",
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
                        related_name="reminders",
                        to="listings.demand",
                    ),
                ),
                ("closes_at", models.DateTimeField()),
                ("hours", models.PositiveSmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("demand", "closes_at", "hours"), name="listings_reminded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__lt", models.F("closes_at"))),
                        name="listings_reminded_before_close",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="Question",
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
                        related_name="questions",
                        to="listings.demand",
                        verbose_name="demand",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=500,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="your question",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for an answer"),
                            ("drafted", "the answer is in review"),
                            ("declining", "the refusal is in review"),
                            ("published", "answered"),
                            ("declined", "not answered"),
                            ("merged", "joined with another question"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="answer",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("drafted_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.ProhibitNullCharactersValidator()],
                        verbose_name="reason",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="listings.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(fields=["demand", "state"], name="listings_questions_of_demand"),
                    models.Index(
                        fields=["asker", "demand", "asked_at"], name="listings_questions_by"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(
                                models.Q(("state", "merged"), _negated=True),
                                ("merged_into__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_merged_into_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="listings_question_not_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["drafted", "published"]), _negated=True),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("drafted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_answered_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("state", "published"),
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_published_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="listings_question_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="listings_question_declined_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declining"), _negated=True),
                            models.Q(
                                models.Q(("refusal", ""), _negated=True),
                                ("drafted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_refused_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            ("refusal", ""),
                            models.Q(
                                ("answered_by__isnull", False), ("reason", models.F("refusal"))
                            ),
                            _connector="OR",
                        ),
                        name="listings_question_declined_as_reviewed",
                    ),
                ],
            },
        ),
        CreateRendered(
            name="StampedSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "stamped approval sheet",
                "verbose_name_plural": "stamped approval sheets",
                "ordering": ["id"],
            },
        ),
    ]
