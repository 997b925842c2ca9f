"""The kind of notification of which the measurements of realtime tell groups of people."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.accounts.models import User
from marketplace.journal import kinds as entries
from marketplace.journal.models import Entry
from marketplace.notifications import kinds
from marketplace.notifications.kinds import Kind

ENTRY_KIND = "group_called"
DOMAIN = "@group.bench.example"


def address(group: int, member: int) -> str:
    """Return the e-mail address of a group's member."""
    return f"g{group}.{member}{DOMAIN}"


def _called(entry: Entry) -> Iterable[User]:
    return User.objects.filter(email__startswith=f"g{entry.data['group']}.", email__endswith=DOMAIN)


CALL = Kind(
    name="group_heard",
    entry_kind=ENTRY_KIND,
    recipients=_called,
    title=lambda params: f"{params['round']}",
    text=lambda _params: "",
    url=lambda _params: "",
)


def register() -> None:
    """Make entry and notification known to this process."""
    entries.register(ENTRY_KIND)
    kinds.register(CALL)
