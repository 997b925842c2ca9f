"""Everything that a reader comes to by following links, as text that two moments have in common."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client

MOST = 400
"""More pages than a small portal has: a loop of addresses ends here, as a failure."""

_LEFT_OUT = re.compile(r"^/(admin|static|media|documents|en)/|/accounts/logout/")
_LINK = re.compile(r'(?:href|src|data-src|data-url)="([^"]+)"')
_OF_THE_MOMENT = (
    r'name=\\?"csrfmiddlewaretoken\\?" value=\\?"[^"\\]+',  # in a page, and in one within JSON
    r'nonce="[^"]+"',
    r'name="(?:idempotency_)?key" value="[^"]+"',
    r'data-(?:server-)?now="[^"]+"',
    r"server-now[^>]*>",
    r"截至 <time[^>]*>[^<]*",
    r"(?:<b>[0-9]+</b>(?:天|时|分))+",
    r'"(?:csrf|CSRF)[^"]*":\s*"[^"]+"',
    r"/admin/editing-sessions/[^\"]+",
    r'data-w-session-[a-z-]+="[^"]*"|name="(?:loaded_revision[a-z_]*|next)" value="[^"]*"',
    r"刚刚|[0-9]+\s(?:秒|分钟)(?:\s?之?前|\sago)",
)


def crawl(
    client: Client,
    starts: Iterable[str] = ("/",),
    *,
    known: Collection[str] = (),
    follows: bool = True,
    on: Callable[[str], object] = bool,
) -> dict[str, str]:
    """Return the text of each page and answer below the starts, by its address.

    What is `known` is not asked; without `follows` the starts alone are. `on` hears of each before.
    """
    found: dict[str, str] = {}
    ahead = deque(starts)
    while ahead:
        address = ahead.popleft()
        if address in found or address in known:
            continue
        assert len(found) < MOST, f"too many pages: {list(found)[-20:]}"
        on(address)
        response = client.get(address)
        content = response.getvalue().decode(errors="replace")
        found[address] = f"{response.status_code} {response.headers.get('Location', '')} " + (
            _timeless(content)
        )
        if follows:
            ahead.extend(_links(content, address))
    return found


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """Return by address the lines that stand in one of two crawls only."""
    found = {}
    for address in {*before, *after}:
        lines = [set(side.get(address, "not there").splitlines()) for side in (before, after)]
        if lines[0] != lines[1]:
            found[address] = sorted(line.strip() for line in lines[0] ^ lines[1])
    return found


def _links(content: str, address: str) -> list[str]:
    """Return the addresses of this portal to which a page leads, those with a query left out."""
    parts = (
        urlsplit(urljoin(address, unescape(link)))
        for link in _LINK.findall(content)
        if not link.startswith(("mailto:", "tel:", "data:", "#"))
    )
    return [
        part.path
        for part in parts
        if not part.netloc and not part.query and not _LEFT_OUT.search(part.path)
    ]


def _timeless(content: str) -> str:
    for pattern in _OF_THE_MOMENT:
        content = re.sub(pattern, "", content)
    return content
