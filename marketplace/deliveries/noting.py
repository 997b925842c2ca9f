"""What every action of a delivery shares: its lock, its refusals, its journal entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.actions import locked as locked_challenge
from marketplace.core.refusals import mistakes
from marketplace.deliveries.models import FILES_LIMIT, LINKS_LIMIT, Checkpoint, Delivery
from marketplace.deliveries.permissions import STATES
from marketplace.journal.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from django.db.models import Model

    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision

AnyRow = TypeVar("AnyRow", bound="Model")

_URL = URLValidator(schemes=["http", "https"])


def locked(delivery: Delivery) -> Delivery:
    """Return a delivery as it is now, under the lock of its demand's lifecycle row."""
    challenge = locked_challenge(delivery.challenge)
    fresh: Delivery = Delivery.objects.for_rows().get(pk=delivery.pk)
    fresh.agreement.challenge = challenge
    return fresh


def locked_checkpoint(checkpoint: Checkpoint) -> Checkpoint:
    """Return a checkpoint as it is now, under the lock of its demand's lifecycle row."""
    delivery = locked(checkpoint.delivery)
    fresh: Checkpoint = Checkpoint.objects.select_related("milestone").get(pk=checkpoint.pk)
    fresh.delivery = delivery
    return fresh


def require(decision: Decision) -> None:
    """Raise a Refusal: 409 where something stands in the way, 403 for whoever may not."""
    decision.demand(status=409 if decision.code in STATES else 403)


def note(kind: str, row: AnyRow, *, of: Delivery, by: User | None, **more: object) -> AnyRow:
    """Record what happened to a row of a delivery, and return it."""
    about = {"demand": of.demand.pk, "delivery": of.pk}
    record(kind, row, actor=by, data={**about, **more})
    return row


def checked_links(links: Sequence[str]) -> list[str]:
    """Return addresses of the web; a Refusal beside their field for anything else."""
    kept = [one.strip() for one in links if one.strip()]
    if len(kept) > LINKS_LIMIT:
        raise mistakes(
            {"links": [_("At most %(limit)s links are taken.") % {"limit": LINKS_LIMIT}]}
        )
    for one in kept:
        try:
            _URL(one)
        except ValidationError as error:
            reason = _("This is no address of the web: %(link)s")
            raise mistakes({"links": [reason % {"link": one}]}) from error
    return kept


def refuse_too_many(files: Sequence[Any], field: str = "uploads") -> None:
    """Refuse more files than are taken."""
    if len(files) > FILES_LIMIT:
        raise mistakes({field: [_("At most %(limit)s files are taken.") % {"limit": FILES_LIMIT}]})
