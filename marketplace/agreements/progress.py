"""What everybody reads of the agreements of a challenge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.agreements.models import Agreement

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from marketplace.challenges.models import Challenge


@dataclass(frozen=True, slots=True)
class PublicAgreement:
    """That an agreement was signed; the amount where its owner made it public."""

    firm: str
    signed_at: datetime
    amount: Decimal | None


def public_agreements(challenge: Challenge) -> list[PublicAgreement]:
    """Return the signed agreements of a challenge, the first signed first; of others nothing."""
    rows = Agreement.objects.signed().filter(challenge=challenge).for_rows()
    return [
        PublicAgreement(str(one.firm), one.signed_at, one.amount if one.is_public else None)
        for one in rows.order_by("signed_at", "pk")
    ]
