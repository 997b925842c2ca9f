"""People, and the one kind of notification that these tests know."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.journal import kinds as journal_kinds
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Entry
from marketplace.journal.record import record
from marketplace.notifications import kinds, tail
from marketplace.notifications.models import Address
from marketplace.notifications.shared_limits import shared_limits
from marketplace.notifications.ways import Channel
from tests.notifications.kinds_of_ring import KINDS
from tests.notifications.mail_server import MailServer
from tests.notifications.ring import ENTRY_KIND, RING

MOBILE = "13800000001"


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
async def nothing_left_open():
    """Put the tail and its connections away when a test without a network ends."""
    yield
    await tail.tail_of_this_process().close()
    await shared_limits().close()
    await sync_to_async(connections.close_all)()


@pytest.fixture
def session(client: Client, lin: User) -> str:
    """Sign Lin in, and return the cookie."""
    client.force_login(lin)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def paced_kinds() -> Iterator[None]:
    """Let the kinds of each urgency be known."""
    kinds.register(*KINDS)
    yield
    for kind in KINDS:
        kinds.unregister(kind.name)


@pytest.fixture
def reached(lin: User) -> User:
    """Prove Lin's address."""
    EmailAddress.objects.create(user=lin, email=lin.email, verified=True, primary=True)
    return lin


@pytest.fixture
def texted(lin: User) -> User:
    """Let Lin have proved a mobile number, and the twins have kept nothing."""
    cache.clear()
    Address.objects.create(user=lin, channel=Channel.SMS, address=MOBILE, proved_at=clock.now())
    return lin


@pytest.fixture
def tell(ring: Callable[..., Entry], paced_kinds: None) -> Callable[..., None]:
    """Record an entry of which the named kinds tell, and let the journal be followed."""

    def write(*tells: str, **data: object) -> None:
        ring(tells=list(tells), **data)
        run_until_caught_up()

    return write


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Run a mail server, to which the portal sends."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 0.5
        yield server


@pytest.fixture
def rung(ring) -> Iterator[Callable[..., None]]:
    """Ring in a thread of its own: Playwright's loop runs in the test's."""

    def in_thread(n: int, **data: object) -> None:
        ring(n, **data)
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        yield lambda n, **data: thread.submit(in_thread, n, **data).result()
