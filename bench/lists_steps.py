"""The step of `bench.lists` that needs the portal's own code: run as a program, prints JSON."""

import json
from functools import partial
from typing import Any, Self

import django

django.setup()

from django.db import connection  # noqa: E402 - after django.setup()
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.report import percentile, seconds_of  # noqa: E402
from cms.models import CapabilityListPage, DemandListPage  # noqa: E402
from search import vocabulary_held  # noqa: E402
from search.engine import builds  # noqa: E402
from search.engines.protocol import ListSearch, Page  # noqa: E402

ASKED = {
    "plain": "",
    "typed": "?q=智慧停车诱导",
    "two words": "?q=积水 预警",
    "filtered": "?domain=traffic",
    "deep": "?page=6",
}
"""What is asked of each list, by a name for it."""

_WARM, _ROUNDS = 3, 20


def main() -> None:
    """Print the figures of each page: queries, and milliseconds of the page and of the engine."""
    vocabulary_held.current()
    places = {
        "demands": DemandListPage.objects.filter(side="government_demands").get(),
        "capabilities": CapabilityListPage.objects.get(),
    }
    found = {
        f"{place}, {name}": _measured(f"{page.get_url()}{asked}")
        for place, page in places.items()
        for name, asked in ASKED.items()
    }
    print(json.dumps(found, ensure_ascii=False))


def _measured(address: str) -> dict[str, float]:
    client = Client(headers={"host": "127.0.0.1"})
    with Listening() as listening:
        pages = [seconds_of(partial(_read, client, address)) for _ in range(_WARM + _ROUNDS)]
        # The least of some: now and then a request looks whether synonyms have changed.
        queries = min(_queries(client, address) for _ in range(_WARM))
    # The page's own question; those for hints are fewer and smaller.
    asked = max(listening.heard, key=lambda query: (len(query.facets), query.limit))
    raw = [seconds_of(partial(builds().current().search, asked)) for _ in range(_WARM + _ROUNDS)]
    return {
        "queries": queries,
        **{
            f"{what}_{share}": 1000 * percentile(times[_WARM:], share / 100)
            for what, times in (("page", pages), ("raw", raw))
            for share in (50, 95)
        },
    }


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        _read(client, address)
    return len(queries)


class Listening:
    """Notes what the engine is asked for while it is used as a context."""

    def __init__(self) -> None:
        self.heard: list[ListSearch] = []
        self._engine: Any = type(builds().current())
        self._search = self._engine.search

    def __enter__(self) -> Self:
        """Listen from now on."""

        def search(engine: Any, query: ListSearch) -> Page:
            self.heard.append(query)
            answer: Page = self._search(engine, query)
            return answer

        self._engine.search = search
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.search = self._search


def _read(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    answer.close()


if __name__ == "__main__":
    main()
