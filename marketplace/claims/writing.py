"""What a firm writes becomes a claim's fields, or the messages that say what is wrong with it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim
from marketplace.core.refusals import mistakes
from marketplace.listings.models import Capability

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation

WRITTEN = ("pitch", "contact_name", "contact_phone")
_NOT_WRITTEN = {field.name for field in Claim._meta.concrete_fields} - set(WRITTEN)


class Application(TypedDict):
    """What a firm writes: a sentence and a phone are enough."""

    pitch: str
    contact_name: str
    contact_phone: str
    capability: NotRequired[Capability | None]


def write(claim: Claim, application: Application, *, by: User) -> None:
    """Put what was written into a claim, in its usual form; without a contact it is the person."""
    claim.pitch = application["pitch"].strip()
    claim.contact_name = application["contact_name"].strip() or str(by)[:40]
    phone = unicodedata.normalize("NFKC", application["contact_phone"])
    claim.contact_phone = phone.strip()
    claim.capability = application.get("capability")


def refuse_mistakes(claim: Claim) -> None:
    """Raise a Refusal with messages by field where a claim's texts have mistakes."""
    fields = mistakes_in(claim)
    if fields:
        raise mistakes(fields)


def mistakes_in(claim: Claim) -> dict[str, list[Any]]:
    """Return what is wrong with a claim's texts, by field."""
    fields: dict[str, list[Any]] = {}
    try:
        claim.clean_fields(exclude=_NOT_WRITTEN)
    except ValidationError as error:
        fields.update(error.message_dict)
    capability = claim.capability
    if capability is not None and not offered_by(claim.firm).filter(pk=capability.pk).exists():
        fields["capability"] = [_("Choose a published capability of your organisation.")]
    return fields


def offered_by(firm: Organisation) -> QuerySet[Capability]:
    """Return the published capabilities of an organisation."""
    rows: QuerySet[Capability] = Capability.objects.public().filter(lifecycle__owner=firm)
    return rows
