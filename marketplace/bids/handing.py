"""Shares as two openers have given them: kept by the keeper until the opening is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import Opener
from marketplace.core.refusals import Refusal
from marketplace.sealing.keepers import keeper
from marketplace.sealing.pairs import public_of
from marketplace.sealing.shares import NEEDED, combine

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


def hand_share(opener: Opener, share: bytes) -> None:
    """Put an unlocked share on an opener's row, wrapped; the caller saves it."""
    opener.handed = keeper().wrap(share, context=("handed", *opener.context))


def secret_of(challenge: Challenge) -> bytes:
    """Return the secret of a challenge's pair from two shares; Refusal while one is missing."""
    handed = Opener.objects.filter(challenge=challenge, handed__isnull=False)
    shares = {
        one.number: keeper().unwrap(bytes(one.handed or b""), context=("handed", *one.context))
        for one in handed
    }
    if len(shares) < NEEDED:
        raise Refusal(
            _("Two openers must give their passphrases; {missing} is missing.").format(
                missing=NEEDED - len(shares)
            ),
            code="shares_missing",
            status=409,
        )
    secret = combine(shares)
    if public_of(secret) != bytes(challenge.ceremony_key.public):
        raise Refusal(_("These shares do not belong together."), code="wrong_shares", status=409)
    return secret


def forget_shares(challenge: Challenge) -> None:
    """Forget the shares that were given."""
    Opener.objects.filter(challenge=challenge).update(handed=None)
