"""Which versions a person reads: the firm's side those that were offered or amended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Agreement, AgreementVersion, TurnKind
from marketplace.agreements.permissions import is_of_firm
from marketplace.core.decisions import ALLOWED, Decision, refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

_SHOWN = (TurnKind.OFFER, TurnKind.AMEND)


def versions_read_by(user: Any, agreement: Agreement) -> QuerySet[AgreementVersion]:
    """Return the versions of an agreement that a person reads who may read it, newest first.

    What the owner still writes is no business of the firm's side before it is offered.
    """
    rows = AgreementVersion.objects.filter(agreement=agreement).order_by("-number")
    if is_of_firm(user, agreement):
        offered = rows.filter(turns__kind__in=_SHOWN).values("pk")
        rows = rows.filter(pk__in=offered)
    return rows


def may_read_rendering(user: Any, rendering: Any) -> Decision:
    """Return whether a person may read a file of a version: who reads the version."""
    agreements = Agreement.objects.visible_to(user).for_rows()
    agreement = agreements.filter(versions=rendering.version_id).first()
    if agreement is not None:
        versions = versions_read_by(user, agreement)
        if versions.filter(pk=rendering.version_id).exists():
            return ALLOWED
    return refused(_("The two sides read the agreement, and who supervises it."), "private")
