"""The approval sheet: who decided what about which version, the version's digest, stamped scans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core.canonical import digest
from marketplace.core.refusals import Refusal
from marketplace.files.store import store
from marketplace.journal.record import record
from marketplace.listings import permissions
from marketplace.listings.models import SecrecyReview, StampedSheet
from marketplace.listings.models.approvals import lock_lifecycle, steps_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet
    from wagtail.models import Revision, TaskState

    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Listing
    from marketplace.organisations.permissions import Person


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an approval sheet prints."""

    revision: Revision
    digest: str
    steps: list[TaskState]
    secrecy: SecrecyReview | None


def sheet_of(listing: Listing) -> Sheet | None:
    """Return the sheet of the version that went through approvals last, None where none did."""
    steps = steps_of(listing)
    if not steps:
        return None
    revision: Revision = steps[-1].revision
    review = SecrecyReview.objects.filter(revision=revision).select_related("reviewer").last()
    return Sheet(revision, version_digest(revision), steps, review)


def version_digest(revision: Revision) -> str:
    """Return the SHA-256 of a version's content, the same for the same content always."""
    return digest(revision.content)


def scans_of(listing: Listing) -> QuerySet[StampedSheet]:
    """Return the scans that belong to an item's versions."""
    keys = listing.revisions.values("pk")
    return StampedSheet.objects.filter(revision__in=keys).select_related("blob", "uploaded_by")


@transaction.atomic
def attach_scan(listing: Listing, upload: UploadedFile[bytes], *, by: User) -> StampedSheet:
    """Attach a scan of the stamped sheet to the version that went through approvals last."""
    lock_lifecycle(listing)
    permissions.may_attach_sheet(by, listing).demand()
    steps = steps_of(listing)
    if not steps:
        raise Refusal(_("Nothing was approved yet that could be signed."), code="no_sheet")
    scan = StampedSheet.objects.create(
        revision=steps[-1].revision, blob=store(upload, by=by), uploaded_by=by
    )
    record(f"{listing.KEY}_sheet_attached", listing, actor=by, data={"scan": scan.pk})
    return scan


def may_read_scan(user: Person, scan: StampedSheet) -> Decision:
    """Return whether a person may read a scan: its owner's people and the portal's staff."""
    return permissions.may_read_sheets(user, scan.revision.content_object)
