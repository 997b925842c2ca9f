"""The promise to declare: a reminder on the due day, then the place goes on to the next alternate.

The clock starts the job every minute; each step is done under the lifecycle's lock, once.
"""

from __future__ import annotations

from marketplace.core import clock
from marketplace.journal.clock_jobs import each_alone, every
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.seating import is_to_be_prompted, prompt_to_declare


@every(seconds=60, name="declarations")
def prompt_experts() -> None:
    """Remind of the declarations that are due today, and pass on the places of those missed."""
    now = clock.now()
    called = Seat.objects.filter(state=SeatState.CALLED).exclude(panel__state="ended")
    rows = called.for_rows().order_by("declare_by", "pk")
    each_alone([seat for seat in rows if is_to_be_prompted(seat, at=now)], prompt_to_declare)
