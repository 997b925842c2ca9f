"""What a draft begins with: the firm's claim where there is one, else what it has published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.claims.drafted import cases_of
from marketplace.claims.models import Claim
from marketplace.claims.writing import offered_by

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.claims.models import ClaimDraft
    from marketplace.listings.models import Capability


def prefill(draft: ClaimDraft, *, by: User, capability: Capability | None = None) -> dict[str, str]:
    """Return texts by question; those without one are left out.

    `capability` is the one that the person came from; a firm with a single one needs not choose.
    Who fills in for the firm begins with what everybody may read of it.
    """
    live = Claim.objects.live().filter(demand=draft.demand, firm=draft.firm)
    claim = None if draft.helper_id else live.first()
    offered = list(offered_by(draft.firm)[:2])
    chosen = claim.capability if claim else _own(capability, draft)
    if chosen is None and len(offered) == 1:
        chosen = offered[0]
    texts = _from_firm(draft, by) if claim is None else _from_claim(claim)
    return {name: text for name, text in {**texts, **_from_capability(chosen)}.items() if text}


def _own(capability: Capability | None, draft: ClaimDraft) -> Capability | None:
    if capability is None or capability.lifecycle.owner_id != draft.firm_id:
        return None
    return capability


def _from_claim(claim: Claim) -> dict[str, str]:
    return {
        "pitch": claim.pitch,
        "contact_name": claim.contact_name,
        "contact_phone": claim.contact_phone,
    }


def _from_firm(draft: ClaimDraft, by: User) -> dict[str, str]:
    """Return the contact of the firm's newest application that this person sent."""
    if draft.helper_id is not None:
        return {"team": draft.firm.introduction}
    last = Claim.objects.filter(firm=draft.firm, submitted_by=by).order_by("-submitted_at").first()
    return {
        "contact_name": last.contact_name if last else str(by)[:40],
        "contact_phone": last.contact_phone if last else "",
        "team": draft.firm.introduction,
    }


def _from_capability(capability: Capability | None) -> dict[str, str]:
    if capability is None:
        return {}
    own = {
        key
        for key, case in cases_of(capability.lifecycle.owner).items()
        if case.capability_id == capability.pk
    }
    return {
        "capability": str(capability.pk),
        "approach": capability.description[:6000],
        "cases": ",".join(sorted(own)),
    }
