"""From a claim's commit to the toast in another browser, embedded and on services.

Firms send the form of real pages over HTTP; an officer's Chromium watches its page. A claim's
instant is the database's clock inside its transaction, just before the commit, and a toast's the
browser's clock when it stands in the page: one machine, one clock. So a figure never flatters.
"""

import random
import secrets
import shutil
import time
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.portal import Portal, portal
from bench.report import Bar, Report, percentile

CLAIMS = 200
SETUPS = {"embedded": False, "services": True}
BARS = [Bar(f"commit to toast, p95, {name}", at_most=1.0, unit="s") for name in SETUPS]
# Seconds between two claims: sometimes faster than one answer takes, mostly as people come.
PAUSES = (0.05, 0.6)
LATE_SECONDS = 15.0

_WATCH = """() => {
  window.seen = {};
  // Told once the toasts stand in the page; those of one line share a toast.
  document.addEventListener('notices', ({ detail }) => {
    for (const { number } of detail) {
      window.seen[number] ??= (performance.timeOrigin + performance.now()) / 1000;
    }
  });
}"""


def main() -> None:
    """Measure both set-ups."""
    with Report("claim", BARS) as report:
        for name, services in SETUPS.items():
            with portal(services=services) as running:
                delays, missing = measure(running)
            report.row(
                setup=name,
                claims=CLAIMS,
                p50=percentile(delays, 0.5),
                p95=percentile(delays, 0.95),
                worst=max(delays),
                missing=missing,
            )
            # A toast that never came is later than any bar.
            report.measured(
                f"commit to toast, p95, {name}",
                percentile(delays + [LATE_SECONDS] * missing, 0.95),
            )


def measure(running: Portal) -> tuple[list[float], int]:
    """Return the delays in seconds, and how many toasts did not come."""
    people = running.ask("bench.claim_people", "prepare", str(CLAIMS))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = _officers_page(browser.new_context(), running.url, session=people["officer"])
        with _firms_client(running.url, people["bidder"]) as client:
            for number, firm in people["pairs"]:
                _apply(client, number, firm=firm)
                # Playwright's wait lets the page live on; a plain sleep would, too.
                page.wait_for_timeout(1000 * random.uniform(*PAUSES))  # noqa: S311 - variety
        seen = _seen(page)
        browser.close()
    instants = running.ask("bench.claim_people", "instants")
    delays = [seen[key] - at for key, at in instants.items() if key in seen]
    return delays, CLAIMS - len(delays)


def _officers_page(context: BrowserContext, url: str, *, session: str) -> Page:
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page = context.new_page()
    with page.expect_websocket() as opened:
        page.goto(f"{url}/workbench/")
    # The server answers the page's first question: the line holds.
    opened.value.wait_for_event("framereceived")
    page.evaluate(_WATCH)
    return page


def _firms_client(url: str, session: str) -> httpx.Client:
    token = secrets.token_hex(16)
    return httpx.Client(
        base_url=url,
        cookies={"sessionid": session, "csrftoken": token},
        headers={"X-CSRFToken": token},
        timeout=60,
    )


def _apply(client: httpx.Client, number: str, *, firm: int) -> None:
    answer = client.post(
        f"/demands/{number}/claim/",
        data={
            "firm": str(firm),
            "pitch": "两周内给出样板点的回算结果。",
            "contact_phone": "0592-5550000",
            "key": secrets.token_urlsafe(16),
        },
    )
    assert answer.is_redirect, answer.text[:2000]


def _seen(page: Page) -> dict[str, float]:
    """Return when each toast stood in the page, once they are all there or it is too late."""
    deadline = time.monotonic() + LATE_SECONDS
    seen: dict[str, Any] = {}
    while len(seen) < CLAIMS and time.monotonic() < deadline:
        page.wait_for_timeout(200)
        seen = page.evaluate("() => window.seen")
    return {str(number): float(at) for number, at in seen.items()}


if __name__ == "__main__":
    main()
