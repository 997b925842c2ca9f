"""Bodies with sealed content stay in memory, and are bounded."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import RequestAborted

from marketplace.bids.unspooled import MemoryHandler, Unspooled

BID = "/demands/XQ-2026-0001/bid/0123456789/"


def scope(path, length=0):
    return {"type": "http", "path": path, "headers": [(b"content-length", str(length).encode())]}


def receiving(*messages):
    ahead = iter(messages)

    async def receive():
        return next(ahead)

    return receive


def body(*pieces):
    last = len(pieces) - 1
    return receiving(
        *(
            {"type": "http.request", "body": piece, "more_body": number < last}
            for number, piece in enumerate(pieces)
        )
    )


async def test_a_body_is_read_whole_into_memory():
    read = await MemoryHandler().read_body(body(b"sealed ", b"draft"))
    assert type(read) is BytesIO
    assert read.read() == b"sealed draft"


async def test_a_body_that_grows_too_long_or_breaks_off_is_given_up(settings):
    settings.MAX_ATTACHMENT_BYTES = 0
    with pytest.raises(RequestAborted):
        await MemoryHandler().read_body(body(b"x" * 700_000, b"x" * 700_000))
    with pytest.raises(RequestAborted):
        await MemoryHandler().read_body(receiving({"type": "http.disconnect"}))


async def test_a_body_that_says_that_it_is_too_long_is_refused_unread():
    said = []

    async def send(message):
        said.append(message)

    handler = MemoryHandler()
    await Unspooled(handler)(scope(BID, length=10**9), receiving(), send)
    assert said[0]["status"] == 413
    assert "附件过大" in said[1]["body"].decode()


@pytest.mark.parametrize("path", ["/", "/demands/XQ-2026-0001/", "/demands/XQ-2026-0001/claim/"])
async def test_other_pages_are_passed_on(path):
    passed = []

    async def pages(scope, *_line):
        passed.append(scope["path"])

    await Unspooled(pages)(scope(path), receiving(), None)
    assert passed == [path]
