"""People, and the one kind of notification that these tests know."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from marketplace.accounts.models import User
from marketplace.journal import kinds as journal_kinds
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.notifications import kinds
from tests.notifications.ring import ENTRY_KIND, RING


@pytest.fixture(autouse=True)
def ring_kind() -> Iterator[None]:
    journal_kinds.register(ENTRY_KIND)
    kinds.register(RING)
    yield
    kinds.unregister(RING.name)
    journal_kinds.forget(ENTRY_KIND)


@pytest.fixture
def lin(db: None) -> User:
    return User.objects.create_user("lin@ring.test", name="林")


@pytest.fixture
def ring(lin: User) -> Callable[..., Entry]:
    """Record the entry of which RING tells."""

    def write(n: int = 1, **data: object) -> Entry:
        with transaction.atomic():
            return record(ENTRY_KIND, lin, actor=None, data={"n": n, **data})

    return write


@pytest.fixture
def session(client: Client, lin: User) -> str:
    """Sign Lin in, and return the cookie."""
    client.force_login(lin)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
