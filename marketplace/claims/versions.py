"""Versions of an application: the sheet that is kept of each, and the digest that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.claims.models import Claim, ClaimVersion, VersionFile
from marketplace.core.canonical import canonical_json, digest
from marketplace.core.workdays import due_after

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.files.models import Blob
    from marketplace.listings.models import Capability, Demand
    from marketplace.organisations.models import Organisation

    Content = dict[str, Any]

ANSWER_WORKDAYS: Final = 2
"""The promise shown to both sides: an answer within two working days."""

_FORMAT: Final = 1
_LENGTH: Final = 64


def new_claim(demand: Demand, firm: Organisation, *, by: User, at: datetime) -> Claim:
    """Return an unsaved claim that is submitted at an instant, with its promise of an answer."""
    due = due_after(at, ANSWER_WORKDAYS)
    return Claim(
        demand=demand,
        firm=firm,
        submitted_by=by,
        submitted_at=at,
        confirmed_at=at,
        answer_due=due,
        timeline=demand.timeline,
    )


def application_of(claim: Claim, *, more: Content | None = None) -> Content:
    """Return what a firm writes as plain values: the claim's own fields, and what is `more`."""
    return {
        "pitch": claim.pitch,
        "capability": _named(claim.capability),
        "contact": {"name": claim.contact_name, "phone": claim.contact_phone},
        **(more or {}),
    }


def keep_version(
    claim: Claim,
    application: Content,
    *,
    by: User,
    at: datetime,
    checks: list[Content],
    blobs: Iterable[Blob] = (),
) -> ClaimVersion:
    """Keep the claim's present version for ever, with the digest of its sheet and its checks."""
    sheet = _sheet(claim, application, at=at)
    version: ClaimVersion = ClaimVersion.objects.create(
        claim=claim,
        number=claim.version,
        content=canonical_json(sheet),
        digest=digest(sheet),
        checks=checks,
        submitted_at=at,
        submitted_by=by,
    )
    for blob in blobs:
        VersionFile.objects.create(version=version, blob=blob)
    return version


def version_of(claim: Claim, number: int | None = None) -> ClaimVersion:
    """Return a claim's version, its present one by default; DoesNotExist where it has none."""
    version: ClaimVersion = ClaimVersion.objects.select_related("submitted_by").get(
        claim=claim, number=number or claim.version
    )
    return version


def verified(receipt: str, written_digest: str) -> ClaimVersion | None:
    """Return the version that a receipt number and a digest belong to, None for any other pair.

    What is wrong, the number or the digest, is asked in one question and told to nobody.
    """
    number, proof = receipt.strip().upper(), "".join(written_digest.split()).lower()
    if "\0" in number + proof or len(proof) != _LENGTH:
        return None
    version: ClaimVersion | None = ClaimVersion.objects.filter(
        claim__receipt=number, digest=proof
    ).first()
    return version


def _sheet(claim: Claim, application: Content, *, at: datetime) -> Content:
    """Return what the digest covers; the random receipt number keeps it from being guessed."""
    demand, firm = claim.demand, claim.firm
    return {
        "format": _FORMAT,
        "receipt": claim.receipt,
        "version": claim.version,
        "submitted_at": at,
        "demand": {"number": demand.lifecycle.number, "title": demand.title},
        "firm": {"name": firm.name, "credit_code": firm.credit_code},
        "application": application,
    }


def _named(capability: Capability | None) -> Content | None:
    if capability is None:
        return None
    return {"number": capability.lifecycle.number, "title": capability.title}
