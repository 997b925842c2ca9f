"""The entries of the journal that deliveries make."""

from __future__ import annotations

from typing import Final

ENTRY_KINDS: Final = (
    *(f"delivery_{one}" for one in ("begun", "handed_in", "running")),
    *(f"delivery_{one}" for one in ("accepted", "stopped", "failed")),
    *(f"checkpoint_{one}" for one in ("submitted", "returned", "passed", "dropped")),
    *(f"gate_{one}" for one in ("proposed", "decided", "refused")),
    *(f"payment_{one}" for one in ("applied", "endorsed", "refused", "approved", "paid")),
    "payment_dropped",
    "payment_replanned",
    *(f"change_{one}" for one in ("asked", "agreed", "approved", "refused", "withdrawn", "lapsed")),
    *(f"acceptance_{one}" for one in ("asked", "heard", "appraised", "accepted", "sent_back")),
    *(f"result_{one}" for one in ("offered", "confirmed", "declined")),
    *(f"milestone_{one}" for one in ("warned", "today", "late", "escalated")),
    *(f"check_{one}" for one in ("today", "late", "escalated")),
    *(f"challenge_{one}" for one in ("delivering", "examining", "completed")),
)
