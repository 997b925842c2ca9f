import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

from marketplace.core.canonical import canonical_json, digest


def confirm_as_submitted(apps, _editor):
    apps.get_model("claims", "Claim").objects.update(confirmed_at=F("submitted_at"))


def keep_first_versions(apps, _editor):
    """Keep the one version that each claim had until now, as `claims/versions.py` writes it."""
    version = apps.get_model("claims", "ClaimVersion")
    rows = apps.get_model("claims", "Claim").objects.select_related(
        "demand__lifecycle", "firm", "capability__lifecycle"
    )
    for claim in rows.iterator():
        sheet = _sheet(claim)
        version.objects.create(
            claim=claim,
            number=1,
            content=canonical_json(sheet),
            digest=digest(sheet),
            submitted_at=claim.submitted_at,
            submitted_by_id=claim.submitted_by_id,
        )


def _sheet(claim):
    capability = claim.capability
    named = capability and {"number": capability.lifecycle.number, "title": capability.title}
    return {
        "format": 1,
        "receipt": claim.receipt,
        "version": 1,
        "submitted_at": claim.submitted_at,
        "demand": {"number": claim.demand.lifecycle.number, "title": claim.demand.title},
        "firm": {"name": claim.firm.name, "credit_code": claim.firm.credit_code},
        "application": {
            "pitch": claim.pitch,
            "capability": named,
            "contact": {"name": claim.contact_name, "phone": claim.contact_phone},
        },
    }


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        ("files", "0001_initial"),
        ("listings", "0002_stamped_sheets"),
        ("organisations", "0002_verification_note"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("saved_at", models.DateTimeField(verbose_name="last saved")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="last sent")),
            ],
            options={
                "verbose_name": "draft of an application",
                "verbose_name_plural": "drafts of applications",
                "ordering": ["-saved_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ClaimPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
            ],
            options={
                "verbose_name": "partner in an application",
                "verbose_name_plural": "partners in applications",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ClaimVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
            ],
            options={
                "verbose_name": "version of an application",
                "verbose_name_plural": "versions of applications",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="DraftAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "answer of a draft",
                "verbose_name_plural": "answers of drafts",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="added")),
            ],
            options={
                "verbose_name": "file of a draft",
                "verbose_name_plural": "files of drafts",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="StampedReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attached_at", models.DateTimeField(verbose_name="attached")),
            ],
            options={
                "verbose_name": "stamped receipt",
                "verbose_name_plural": "stamped receipts",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a version",
                "verbose_name_plural": "files of versions",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="confirmed_at",
            field=models.DateTimeField(null=True, verbose_name="last confirmed"),
        ),
        migrations.RunPython(confirm_as_submitted, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="claim",
            name="confirmed_at",
            field=models.DateTimeField(verbose_name="last confirmed"),
        ),
        migrations.AddField(
            model_name="claim",
            name="version",
            field=models.PositiveSmallIntegerField(
                default=1, editable=False, verbose_name="version"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="claims_versions_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at__gte", models.F("submitted_at"))),
                name="claims_confirmed_once_sent",
            ),
        ),
        migrations.AddField(
            model_name="claimdraft",
            name="demand",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claim_drafts",
                to="listings.demand",
                verbose_name="demand",
            ),
        ),
        migrations.AddField(
            model_name="claimdraft",
            name="firm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claim_drafts",
                to="organisations.organisation",
                verbose_name="applicant",
            ),
        ),
        migrations.AddField(
            model_name="claimdraft",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="last saved by",
            ),
        ),
        migrations.AddField(
            model_name="claimpartner",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimpartner",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="partners",
                to="claims.claimdraft",
            ),
        ),
        migrations.AddField(
            model_name="claimpartner",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimpartner",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="partnerships",
                to="organisations.organisation",
                verbose_name="partner",
            ),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimversion",
            name="submitted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="submitted by",
            ),
        ),
        migrations.AddField(
            model_name="draftanswer",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="claims.claimdraft",
            ),
        ),
        migrations.AddField(
            model_name="draftanswer",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="blob",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="claims.claimdraft",
            ),
        ),
        migrations.AddField(
            model_name="stampedreceipt",
            name="attached_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stampedreceipt",
            name="blob",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
            ),
        ),
        migrations.AddField(
            model_name="stampedreceipt",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scans",
                to="claims.claimversion",
            ),
        ),
        migrations.AddField(
            model_name="versionfile",
            name="blob",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
            ),
        ),
        migrations.AddField(
            model_name="versionfile",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="claims.claimversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdraft",
            constraint=models.UniqueConstraint(
                fields=("demand", "firm"), name="claims_one_draft_per_firm"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("saved_at__gte", models.F("started_at"))),
                name="claims_draft_saved_once_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimpartner",
            constraint=models.UniqueConstraint(
                fields=("draft", "organisation"), name="claims_partner_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimpartner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "removed"),
                    models.Q(("answered_at__isnull", True), ("state", "invited")),
                    models.Q(("answered_at__isnull", False), ("state__in", ["joined", "refused"])),
                    _connector="OR",
                ),
                name="claims_partner_answered_once_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimpartner",
            constraint=models.CheckConstraint(
                condition=models.Q(("part", ""), _negated=True), name="claims_partner_has_a_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimversion",
            constraint=models.UniqueConstraint(
                fields=("claim", "number"), name="claims_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="claims_version_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftanswer",
            constraint=models.UniqueConstraint(
                fields=("draft", "name"), name="claims_one_answer_per_name"
            ),
        ),
        migrations.RunPython(keep_first_versions, migrations.RunPython.noop),
    ]
