"""Consortia: the lead asks partners, each answers, and nothing is sent before all joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import draft_permissions as permissions
from marketplace.claims.draft_lock import lock_draft, mark_saved
from marketplace.claims.models import ClaimPartner
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.claims.models import ClaimDraft

_ANSWERED: Final = ["state", "answered_at", "answered_by"]


@transaction.atomic
def invite_partner(
    draft: ClaimDraft, organisation: Organisation, *, part: str, by: User
) -> ClaimPartner:
    """Ask an organisation to take a part in an application; its people are told.

    Refusal for the lead itself, for whoever asks the demand, for an organisation that is not
    verified or stands on a credit list, for one too many, and for one that was asked already.
    """
    draft = _locked(draft)
    permissions.may_invite(anew(by), draft).demand()
    now = clock.now()
    organisation = Organisation.objects.get(pk=organisation.pk)
    permissions.may_be_partner(draft, organisation, at=now).demand(status=422)
    part = _part(part)
    standing = draft.partners.filter(state__in=ClaimPartner.STANDING)
    beside = standing.exclude(organisation=organisation).count()
    permissions.may_have_partners(draft.demand, beside + 1).demand(status=422)
    return _invited(draft, organisation, part=part, by=by, at=now)


@transaction.atomic
def answer_invitation(partner: ClaimPartner, *, by: User, joins: bool) -> ClaimPartner:
    """Say for a partner whether it takes part; the lead's people are told."""
    _locked(partner.draft)
    partner = _reread(partner)
    permissions.may_answer_invitation(anew(by), partner).demand(status=_status(partner))
    answer = partner.join if joins else partner.refuse
    answer(by=by, at=clock.now())
    partner.save(update_fields=_ANSWERED)
    return _told(partner, "partner_joined" if joins else "partner_refused", by=by)


@transaction.atomic
def remove_partner(partner: ClaimPartner, *, by: User) -> ClaimPartner:
    """Take a partner out of an application; versions that were sent name it still."""
    draft = _locked(partner.draft)
    partner = _reread(partner)
    permissions.may_invite(anew(by), draft).demand()
    partner.remove()
    partner.save(update_fields=["state"])
    mark_saved(draft, by=by, at=clock.now())
    return _told(partner, "partner_removed", by=by)


def _invited(
    draft: ClaimDraft, organisation: Organisation, *, part: str, by: User, at: datetime
) -> ClaimPartner:
    partner = draft.partners.select_related("organisation").filter(organisation=organisation)
    known = partner.first()
    if known is None:
        known = ClaimPartner(
            draft=draft, organisation=organisation, part=part, invited_by=by, invited_at=at
        )
    else:
        known.invite(part=part, by=by, at=at)
    known.save()
    mark_saved(draft, by=by, at=at)
    return _told(known, "partner_invited", by=by)


def _told(partner: ClaimPartner, kind: str, *, by: User) -> ClaimPartner:
    record(kind, partner, actor=by, data={"organisation": partner.organisation_id})
    return partner


def _locked(draft: ClaimDraft) -> ClaimDraft:
    """Return the draft as it is, under the locks that sending it takes."""
    lock_lifecycle(draft.demand)
    return lock_draft(draft)


def _reread(partner: ClaimPartner) -> ClaimPartner:
    fresh: ClaimPartner = ClaimPartner.objects.for_rows().get(pk=partner.pk)
    return fresh


def _status(partner: ClaimPartner) -> int:
    return 403 if partner.state == ClaimPartner.State.INVITED else 409


def _part(text: str) -> str:
    part = text.strip()
    limit = ClaimPartner._meta.get_field("part").max_length or 0
    if not part or len(part) > limit or "\0" in part:
        message = _("Say in at most %(count)s characters what the partner does.")
        raise mistakes({"part": [message % {"count": limit}]})
    return part
