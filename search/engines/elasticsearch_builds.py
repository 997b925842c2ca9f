"""Builds of the Elasticsearch engine: an index each, and an alias on the serving one."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.engines.access import Access
from search.engines.elasticsearch import ElasticsearchEngine, answering
from search.engines.elasticsearch_schema import ListingIndex
from search.engines.protocol import EngineUnavailable

_ANYBODY = Access()


class ElasticsearchBuilds:
    """The builds whose indices begin with a prefix."""

    def __init__(self, url: str, prefix: str, *, access: Access = _ANYBODY) -> None:
        self._client = _client(url, access)
        self._slow_client = self._client.options(request_timeout=access.build_seconds)
        self._alias = f"{prefix}-listings"

    def names(self) -> list[str]:
        """Return the names of all builds, oldest first: a name begins with its instant."""
        with answering():
            found = self._client.indices.get(index=f"{self._alias}-*", features=["aliases"])
        return sorted(self._name(index) for index in found)

    def serving(self) -> str | None:
        """Return the name of the build that answers, None before the first."""
        with answering():
            try:
                found = self._client.indices.get_alias(name=self._alias)
            except NotFoundError:
                return None
        return self._name(next(iter(found)))

    def current(self) -> ElasticsearchEngine:
        """Return the serving build by its alias, so that a reader never sees the change."""
        return self._engine(self._alias, name=self._alias)

    def create(self, name: str) -> ElasticsearchEngine:
        """Return a new empty build; what an earlier try of the same name left is removed."""
        with answering():
            self._slow_client.indices.delete(index=self._index(name), ignore_unavailable=True)
            ListingIndex.init(index=self._index(name), using=self._slow_client)
        return self._engine(self._index(name), name=name)

    def open(self, name: str) -> ElasticsearchEngine:
        """Return a build; EngineUnavailable where it does not stand."""
        with answering():
            if not self._client.indices.exists(index=self._index(name)):
                raise EngineUnavailable(f"no build {name}")
        return self._engine(self._index(name), name=name)

    def serve(self, name: str) -> None:
        """Let a build answer from now on: the alias moves in one call."""
        everything = {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}
        chosen = {"index": self._index(name), "alias": self._alias}
        with answering():
            self._slow_client.indices.update_aliases(
                actions=[{"remove": everything}, {"add": chosen}]
            )

    def drop(self, name: str) -> None:
        """Remove a build that does not serve."""
        if name != self.serving():
            with answering():
                self._slow_client.indices.delete(index=self._index(name), ignore_unavailable=True)

    def health(self) -> str:
        """Return one line about the cluster; EngineUnavailable when it does not answer."""
        with answering():
            found = self._client.cluster.health()
        return f"Elasticsearch cluster {found['cluster_name']}, {found['status']}"

    def _engine(self, index: str, *, name: str) -> ElasticsearchEngine:
        return ElasticsearchEngine(self._client, index, name=name, slow_client=self._slow_client)

    def _index(self, name: str) -> str:
        return f"{self._alias}-{name}"

    def _name(self, index: str) -> str:
        return index.removeprefix(f"{self._alias}-")


def _client(url: str, access: Access) -> Elasticsearch:
    """Return a client that gives up after the seconds of an answer, and asks no node twice."""
    options: dict[str, Any] = {}
    if access.api_key:
        options["api_key"] = access.api_key
    elif access.user:
        options["basic_auth"] = (access.user, access.password)
    if url.startswith("https:"):
        # What is not verified is warned of by the system check, not at each request.
        options |= {"verify_certs": access.verifies, "ssl_show_warn": False}
        if access.ca_file and access.verifies:
            options["ca_certs"] = access.ca_file
    return Elasticsearch(
        url,
        request_timeout=access.answer_seconds,
        max_retries=1,
        retry_on_timeout=False,
        **options,
    )
