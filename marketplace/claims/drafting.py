"""Starting a draft, saving what several people type into it, and its files.

Saving records nothing: the journal hears of an application when it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import draft_permissions as permissions
from marketplace.claims.draft_lock import lock_draft, lock_mandate, mark_saved
from marketplace.claims.models import ClaimDraft, DraftAnswer, DraftFile
from marketplace.claims.prefilling import prefill
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.files.store import store
from marketplace.listings.models import Demand
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.listings.models import Capability
    from marketplace.organisations.models import Organisation

MOST_FILES: Final = 10


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that somebody typed, and the mark of the stored text that they changed."""

    text: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft after its edits; `conflicts` holds by name what somebody else had stored before."""

    draft: ClaimDraft
    conflicts: dict[str, DraftAnswer] = field(default_factory=dict)


@transaction.atomic
def start_draft(
    demand: Demand, *, firm: Organisation, by: User, capability: Capability | None = None
) -> ClaimDraft:
    """Return the firm's draft for a demand, begun with what the portal knows already.

    Refusal with the reason where the person may not draft for the firm, or nobody may apply.
    """
    demand = Demand.objects.select_related("lifecycle__owner").get(pk=demand.pk)
    now = clock.now()
    permissions.may_start_draft(anew(by), demand, firm=firm, at=now).demand()
    return begin_draft(demand, firm=firm, by=by, at=now, capability=capability)


def begin_draft(
    demand: Demand,
    *,
    firm: Organisation,
    by: User,
    at: datetime,
    capability: Capability | None = None,
    helper: Organisation | None = None,
) -> ClaimDraft:
    """Return the firm's draft, its own or one with a helper; the caller asked the permission."""
    begun = {"started_at": at, "saved_at": at, "saved_by": by}
    draft, is_new = ClaimDraft.objects.get_or_create(
        demand=demand, firm=firm, helper=helper, defaults=begun
    )
    if is_new:
        texts = prefill(draft, by=by, capability=capability)
        _write(draft, {name: Edit(text) for name, text in texts.items()}, by=by, at=at)
    found: ClaimDraft = draft
    return found


@transaction.atomic
def save_draft(draft: ClaimDraft, *, by: User, edits: Mapping[str, Edit]) -> Saved:
    """Save what a person changed; nobody else's text is overwritten unseen.

    An edit stands where the stored text is the one that it began from. Where somebody stored
    another meanwhile, theirs stays and is returned beside: whoever saves again with its mark has
    seen it.
    """
    draft, now = _locked(draft, by=by)
    stored = {row.name: row for row in draft.answers.filter(name__in=edits)}
    conflicts, fresh = {}, {}
    for name, edit in edits.items():
        row = stored.get(name)
        if edit.text == (row.text if row else ""):
            continue
        if row is not None and row.mark != edit.base:
            conflicts[name] = row
        else:
            fresh[name] = edit
    _write(draft, fresh, by=by, at=now)
    return Saved(draft, conflicts)


@transaction.atomic
def add_file(draft: ClaimDraft, upload: UploadedFile[bytes], *, by: User) -> DraftFile:
    """Add a file to a draft; Refusal for one too many, and for what no file may be."""
    draft, now = _locked(draft, by=by)
    if draft.files.count() >= MOST_FILES:
        raise Refusal(
            _("At most %(count)s files go with an application.") % {"count": MOST_FILES},
            code="too_many_files",
            status=422,
        )
    row = DraftFile.objects.create(
        draft=draft,
        blob=store(upload, by=by),
        added_at=now,
        added_by=by,
        by_helper=permissions.is_helping(by, draft),
    )
    mark_saved(draft, by=by, at=now)
    return row


@transaction.atomic
def remove_file(draft: ClaimDraft, key: int, *, by: User) -> None:
    """Take a file out of a draft; versions that were sent with it keep it."""
    draft, now = _locked(draft, by=by)
    if draft.files.filter(pk=key).delete()[0]:
        mark_saved(draft, by=by, at=now)


def _locked(draft: ClaimDraft, *, by: User) -> tuple[ClaimDraft, datetime]:
    """Return the draft under its lock, for a person who may write it, and the instant."""
    lock_mandate(draft)
    found = lock_draft(draft)
    permissions.may_write_draft(anew(by), found).demand()
    return found, clock.now()


def _write(draft: ClaimDraft, edits: Mapping[str, Edit], *, by: User, at: datetime) -> None:
    told = {"saved_at": at, "saved_by": by, "by_helper": permissions.is_helping(by, draft)}
    for name, edit in edits.items():
        DraftAnswer.objects.update_or_create(
            draft=draft, name=name, defaults={"text": edit.text, **told}
        )
    if edits:
        mark_saved(draft, by=by, at=at)
