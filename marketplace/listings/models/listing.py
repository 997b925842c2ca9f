"""What demands and capabilities share: content with revisions, and the lifecycle row beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from marketplace.core.refusals import Refusal
from marketplace.listings.models.approvals import WorkflowAssignment
from marketplace.listings.models.batch import Batch
from marketplace.organisations.models import Organisation, Unit
from marketplace.taxonomy.models import Domain, Industry, QualificationKind

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from wagtail.models import Workflow

TITLE_LENGTH = 80
SUMMARY_LENGTH = 200
TEXT_LENGTH = 10_000


def long_text(label: Any, **options: Any) -> models.TextField[Any, Any]:
    """Return a field of running text, empty by default and of bounded length."""
    return models.TextField(
        label, blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)], **options
    )


class Listing(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """Content that an author writes, reviewers approve and the public reads."""

    KEY: ClassVar[str]
    """The list's short name in numbers, journal kinds and assignments: `demand` or `capability`."""
    NUMBER_PREFIX: ClassVar[str]

    live = models.BooleanField(_("live"), default=False, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=500, blank=True)
    domains = ParentalManyToManyField(
        Domain, blank=True, verbose_name=_("scenario domains"), related_name="+"
    )
    industries = ParentalManyToManyField(
        Industry, blank=True, verbose_name=_("industries"), related_name="+"
    )
    qualifications = ParentalManyToManyField(
        QualificationKind, blank=True, verbose_name=_("qualifications"), related_name="+"
    )

    lifecycle: Lifecycle

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *_checks: bool, **_named: bool) -> Any:
        """Return the version that a revision holds.

        Terms, organisations and files are never deleted, so their rows are not looked for.
        """
        return super().from_serializable_data(data, check_fks=False)

    def get_workflow(self) -> Workflow | None:
        """Return the workflow that staff assigned to this list for the owner's kind."""
        assignment = (
            WorkflowAssignment.objects.filter(
                list_key=self.KEY, organisation_kind__in=[self.lifecycle.owner.kind, ""]
            )
            .select_related("workflow")
            .order_by("-organisation_kind")
            .first()
        )
        return assignment.workflow if assignment else None

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish a revision that the approvals ended with; Refusal for any other.

        Wagtail's own buttons and commands end here too, so nothing is published around them.
        """
        if self.lifecycle.approved_revision_id != revision.pk:
            raise Refusal(
                _("This version has not passed its approvals and cannot be published."),
                code="not_approved",
            )
        super().publish(revision, *args, **kwargs)

    @property
    def is_public(self) -> bool:
        """Return whether everyone may read the published version."""
        return self.live and self.lifecycle.state == Lifecycle.State.LIVE

    def journal_state(self) -> dict[str, object]:
        """Return what actions change once it is public, for the audit of the journal."""
        rows = type(self.lifecycle)._default_manager.filter(pk=self.lifecycle.pk)
        return dict(rows.values("number", "owner", "batch", "state", "approved_revision").get())

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template of the public detail page."""
        return f"portal/{self.KEY}_detail.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what the detail page shows, marked as a preview."""
        return {"request": request, self.KEY: self, "listing": self, "is_preview": True}


class Lifecycle(models.Model):
    """How a listing is run: number, owner, state, instants in force; no revision touches it."""

    class State(models.TextChoices):
        """The public life of a listing."""

        UNPUBLISHED = "unpublished", _("not published")
        LIVE = "live", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Review(models.TextChoices):
        """Where the version in work stands."""

        EDITING = "editing", _("draft")
        SUBMITTED = "submitted", _("in approval")
        RETURNED = "returned", _("returned for changes")
        SCHEDULED = "scheduled", _("scheduled")
        SETTLED = "settled", _("nothing waits")

    class Origin(models.TextChoices):
        """How the listing came in."""

        OWN = "own", _("written by its owner")
        IMPORTED = "imported", _("imported from a list")

    number = models.CharField(_("public number"), max_length=20, unique=True, null=True, blank=True)
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=pgettext_lazy("of a listing", "owner"),
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("handling unit"),
        related_name="+",
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, verbose_name=_("batch"), related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNPUBLISHED
    )
    review = models.CharField(
        _("version in work"), max_length=12, choices=Review.choices, default=Review.EDITING
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.OWN, editable=False
    )
    source_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    is_example = models.BooleanField(_("example content"), default=False, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="+"
    )
    secrecy_review = models.ForeignKey(
        "listings.SecrecyReview", models.PROTECT, null=True, editable=False, related_name="+"
    )
    goes_live = models.DateTimeField(_("goes live"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    revised_at = models.DateTimeField(_("last revised"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_reason = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the public number, else the state."""
        return self.number or str(self.get_state_display())

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether it came from a list and its owner has not confirmed it (未经企业确认)."""
        return self.origin == self.Origin.IMPORTED and self.confirmed_at is None

    def phase_at(self, instant: datetime) -> str:
        """Return `upcoming`, `open` or `closed` at an instant; without bounds it is open.

        What has closed stays closed, also where the clock is set back afterwards.
        """
        if getattr(self, "closed_at", None) is not None:
            return "closed"
        opens: datetime | None = getattr(self, "opens_at", None)
        closes: datetime | None = getattr(self, "closes_at", None)
        if opens is not None and instant < opens:
            return "upcoming"
        if closes is not None and instant >= closes:
            return "closed"
        return "open"
