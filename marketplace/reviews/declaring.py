"""The promise to declare: a reminder on the due day, then the place goes on to the next alternate.

The clock starts the job every minute; each step is done under the lifecycle's lock, once.
"""

from __future__ import annotations

import logging

from marketplace.core import clock
from marketplace.journal.clock_jobs import every
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.seating import is_to_be_prompted, prompt_to_declare

logger = logging.getLogger(__name__)


@every(seconds=60, name="declarations")
def prompt_experts() -> None:
    """Remind of the declarations that are due today, and pass on the places of those missed."""
    now = clock.now()
    called = Seat.objects.filter(state=SeatState.CALLED).exclude(panel__state="ended")
    for seat in called.for_rows().order_by("declare_by", "pk"):
        if is_to_be_prompted(seat, at=now):
            _prompt_alone(seat)


def _prompt_alone(seat: Seat) -> None:
    """Do one; a seat that fails holds up no other."""
    try:
        prompt_to_declare(seat)
    except Exception:
        logger.exception("seat %s was not prompted for", seat.pk)
