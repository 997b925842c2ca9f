"""Who may read the files of drafts and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.claims.draft_permissions import may_write_draft
from marketplace.claims.models import Claim, DraftFile, StampedReceipt, VersionFile
from marketplace.core.decisions import ALLOWED, Decision, refused

if TYPE_CHECKING:
    from marketplace.organisations.permissions import Person


def may_read_draft_file(user: Person, file: DraftFile) -> Decision:
    """Return whether a person may read a draft's file: those who may write the draft."""
    return may_write_draft(user, file.draft)


def may_read_version_file(user: Person, file: VersionFile | StampedReceipt) -> Decision:
    """Return whether a person may read what was sent: those who may read the application."""
    return _among(Claim.objects.visible_to(user).filter(pk=file.version.claim_id).exists())


def _among(may: object) -> Decision:
    if may:
        return ALLOWED
    return refused(_("The applicant and the handling unit read this file."), "not_reader")
