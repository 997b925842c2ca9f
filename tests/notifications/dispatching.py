"""What the journal's consumer of notifications does of one entry, without a journal."""

from marketplace.journal.models import Entry
from marketplace.notifications.dispatcher import notify_on_entries


def notify_on_entry(entry: Entry, after: str) -> str | None:
    """Write the next batch of an entry's notifications; return the key it reached."""
    with notify_on_entries() as step:
        return step(entry, after)
