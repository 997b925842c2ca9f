import asyncio
from collections.abc import Callable

from marketplace.notifications import pushing
from marketplace.notifications.page import Page
from marketplace.notifications.pushing import Pushes


class Peer:
    """The other end of a line, which may read nothing."""

    def __init__(self, *, reads: bool) -> None:
        self.heard: list[str] = []
        self.cut = asyncio.Event()
        self._reads = reads
        self.page = Page(send=self.send, close=self.close, cut=self.cut.set)

    async def send(self, text: str) -> None:
        if not self._reads:
            await asyncio.Event().wait()
        self.heard.append(text)

    async def close(self, code: int) -> None:
        self.heard.append(str(code))


async def turns(happened: Callable[[], object]) -> None:
    """Let the loop turn until something has happened."""
    async with asyncio.timeout(5):
        while not happened():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0)


async def test_a_page_that_reads_nothing_is_cut_and_holds_up_no_other(monkeypatch):
    monkeypatch.setattr(pushing, "PATIENCE", 0.2)
    done: list[Page] = []
    pushes = Pushes(done.append)
    slow, quick = Peer(reads=False), Peer(reads=True)
    for peer in (slow, quick):
        peer.page.pending = {"demand:1": 2}
        pushes.start(peer.page, peer.page.push(None))
    await turns(lambda: done)
    assert (done, quick.heard) == ([quick.page], ['{"topics": {"demand:1": 2}}'])
    assert pushes.busy == {slow.page}
    async with asyncio.timeout(5):
        await slow.cut.wait()
    assert not slow.heard


async def test_versions_that_come_while_a_page_is_told_are_told_once_the_last_alone():
    pushes = Pushes(lambda *_: None)
    peer = Peer(reads=True)
    page = peer.page
    page.topics = {"demand:1": 1}
    page.change("demand:1", 2)
    pushes.start(page, page.push(None))
    page.change("demand:1", 3)
    page.change("demand:1", 3)
    await turns(lambda: not pushes.busy)
    assert peer.heard == ['{"topics": {"demand:1": 3}}']
    page.change("demand:1", 3)
    assert not page.pending


async def test_a_line_that_fails_ends_the_push_alone():
    async def send(text: str) -> None:
        raise ConnectionResetError

    pushes = Pushes(lambda *_: None)
    peer = Peer(reads=True)
    peer.page.send = send
    peer.page.pending = {"demand:1": 2}
    pushes.start(peer.page, peer.page.push(None))
    await turns(lambda: not pushes.busy)
    assert not peer.cut.is_set()
