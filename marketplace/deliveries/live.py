"""The page of a firm's own bids follows its deliveries, and the list of results itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.bids import live as bids
from marketplace.deliveries.models import Delivery
from marketplace.deliveries.views import public
from marketplace.notifications.topics import changes_topic, register_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry

RESULTS: Final = "results"
EVERYBODY: Final = "all"

_OWN: Final = (
    *(f"delivery_{one}" for one in ("begun", "handed_in", "running")),
    *(f"delivery_{one}" for one in ("accepted", "stopped", "failed")),
    *(f"checkpoint_{one}" for one in ("submitted", "returned", "passed", "dropped")),
    *(f"payment_{one}" for one in ("refused", "approved", "paid", "dropped", "replanned")),
    "change_approved",
)
"""What the firm may know of at once: no proposal at a gate, and no appraisal before its verdict."""


def of_firm(entry: Entry) -> Iterable[str]:
    """Return the keys of the people who act for the firm of a delivery."""
    return bids.of_firm(Delivery.objects.for_rows().filter(pk=entry.data["delivery"]).first())


def register() -> None:
    """Make the list of results known, and let the page of the own bids follow."""
    changes_topic(bids.MINE, dict.fromkeys(_OWN, of_firm))
    register_topic(
        RESULTS,
        may_follow=lambda _user, key: key == EVERYBODY,
        fragment=lambda request, _key: public.results(request),
        changed_by={"result_confirmed": lambda _entry: (EVERYBODY,)},
    )
