"""Whether a ceremony has been rehearsed: no challenge is listed with it before that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.challenges.models import Challenge
from marketplace.listings.publication_checks import Elsewhere
from marketplace.sealing.shares import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterator


def lacking(challenge: Challenge) -> list[str]:
    """Return what stands between a ceremony and the list, in words; nothing where it needs none."""
    if challenge.seal_mode != challenge.SealMode.CEREMONY:
        return []
    openers = list(challenge.openers.select_related("user"))
    if len(openers) < SHARES:
        return [_("The three openers are not named yet.")]
    found = [_said(one) for one in openers]
    return [said for said in found if said]


def problems_of_openers(version: Any, lifecycle: Any) -> Iterator[tuple[str, str]]:
    """Yield what a challenge that was found fit lacks of its ceremony, with the page that mends it.

    What was listed before the rehearsal came first stays listed, and may be changed.
    """
    if version.KEY != "demand" or lifecycle.published_at is not None or not version.is_challenge:
        return
    challenge = Challenge.objects.filter(demand=version.pk, state=Challenge.State.ARGUED).first()
    if challenge is not None:
        page = reverse("bids:openers", args=[version.pk])
        yield from (("mode", Elsewhere(said, url=page)) for said in lacking(challenge))


def _said(opener: Any) -> str:
    """Return what an opener still has to do, or nothing."""
    told = {"who": opener.user}
    if not opener.user.is_active:
        return _("Opener %(who)s has left and must be replaced.") % told
    if opener.public is None:
        return _("Opener %(who)s has not chosen a passphrase yet.") % told
    if opener.rehearsed_at is None:
        return _("Opener %(who)s has not rehearsed yet.") % told
    return ""
