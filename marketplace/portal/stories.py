"""What the supervisor's timeline tells of task agreements and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Agreement
from marketplace.deliveries.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

WORDS: Final = {
    "agreement_drafted": _("a task agreement was drafted"),
    "agreement_signed": _("a task agreement was signed"),
    "agreement_amended": _("a task agreement was amended"),
    "agreement_ended": _("a task agreement ended"),
    "delivery_begun": _("a delivery began"),
    "delivery_handed_in": _("a delivery was handed in for acceptance"),
    "delivery_accepted": _("a delivery was accepted"),
    "delivery_stopped": _("a team was stopped at a gate"),
    "delivery_failed": _("a delivery failed"),
}


def subjects(challenge: Challenge) -> Iterator[QuerySet[Any]]:
    """Yield agreements and deliveries."""
    yield Agreement.objects.filter(challenge=challenge)
    yield Delivery.objects.filter(agreement__challenge=challenge)
