"""Notes that officers write for colleagues of the handling unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import permissions
from marketplace.claims.actions import locked
from marketplace.claims.models import ClaimNote
from marketplace.cooperations.actions import refuse_invalid
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.claims.models import Claim


@transaction.atomic
def write_note(claim: Claim, *, by: User, text: str) -> ClaimNote:
    """Write a note that the handling unit reads, and the firm never."""
    claim = locked(claim)
    permissions.may_note(anew(by), claim).demand()
    note = ClaimNote(claim=claim, author=by, text=text.strip(), at=clock.now())
    if not note.text:
        raise mistakes({"text": [_("Please fill this in.")]})
    refuse_invalid(note, written={"text"})
    note.save(force_insert=True)
    record("claim_noted", claim, actor=by, data={"note": note.pk})
    return note
