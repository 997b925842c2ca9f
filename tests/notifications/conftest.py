"""One kind of notification, told to everybody whose address ends alike."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.journal import kinds as journal_kinds
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.notifications import kinds
from marketplace.notifications.kinds import Kind


def at_ring(entry: Entry) -> Iterable[User]:
    return User.objects.filter(email__endswith="@ring.test")


RING = Kind(
    name="bell_heard",
    entry_kind="bell_rung",
    recipients=at_ring,
    title=lambda params: f"{gettext('Messages')} {params['n']}",
    text=lambda params: str(params.get("text", "")),
    url=lambda params: reverse("notifications:inbox") if params["n"] else "",
)


@pytest.fixture(autouse=True)
def ring_kind() -> Iterator[None]:
    journal_kinds.register("bell_rung")
    kinds.register(RING)
    yield
    kinds.unregister(RING.name)
    journal_kinds.forget("bell_rung")


@pytest.fixture
def lin(db: None) -> User:
    return User.objects.create_user("lin@ring.test", name="林")


@pytest.fixture
def ring(lin: User) -> Callable[..., Entry]:
    """Record the entry of which RING tells."""

    def write(n: int = 1, **data: object) -> Entry:
        with transaction.atomic():
            return record("bell_rung", lin, actor=None, data={"n": n, **data})

    return write
