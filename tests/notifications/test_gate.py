from collections.abc import Awaitable, Callable

import pytest

from marketplace.notifications.gate import Gate
from marketplace.notifications.limits import Limits

CONNECT = {"type": "websocket.connect"}


class Inner:
    """An application that notes whom it serves, and meanwhile lets another one in."""

    def __init__(self) -> None:
        self.served: list[dict] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, scope, receive, send) -> None:
        self.served.append(scope)
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()


async def heard_by(gate: Gate, *, address: str = "192.0.2.1") -> list[dict]:
    """Return what the server is told when an address connects."""
    told: list[dict] = []

    async def receive() -> dict:
        return CONNECT

    async def send(message: dict) -> None:
        told.append(message)

    scope = {"type": "websocket", "client": (address, 5)}
    await gate(scope, receive, send)
    return told


async def test_an_address_that_comes_too_fast_is_refused_before_anything_is_read(settings):
    settings.SOCKET_CONNECTS_A_MINUTE = 8
    inner = Inner()
    gate = Gate(inner, limits=Limits())
    told = [await heard_by(gate) for _ in range(10)]
    assert len(inner.served) == 2
    assert told == [[], [], *[[{"type": "websocket.close"}]] * 8]


async def test_an_address_holds_no_more_sockets_than_allowed_and_others_come_in(settings):
    settings.SOCKETS_PER_ADDRESS = 1
    inner = Inner()
    gate = Gate(inner, limits=Limits())
    told: list[list[dict]] = []

    async def meanwhile() -> None:
        told.append(await heard_by(gate))
        told.append(await heard_by(gate, address="192.0.2.2"))

    inner.meanwhile = meanwhile
    await heard_by(gate)
    assert told == [[{"type": "websocket.close"}], []]
    await heard_by(gate)
    assert [scope["client"][0][-1] for scope in inner.served] == ["1", "2", "1"]


@pytest.mark.parametrize("client", [None, ("", 0)])
async def test_a_connection_without_an_address_is_one_address(client, settings):
    inner = Inner()
    gate = Gate(inner, limits=Limits())
    await gate({"type": "websocket", "client": client}, None, None)
    assert len(inner.served) == 1
