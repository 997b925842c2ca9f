"""An engine of the present set-up, empty for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from search.engines.elasticsearch_builds import ElasticsearchBuilds
from search.engines.embedded_builds import EmbeddedBuilds
from search.engines.protocol import Builds, Engine
from tests.search.indexing import empty_index


@pytest.fixture
def builds(tmp_path: Path) -> Iterator[Builds]:
    """Builds of the set-up that runs: on Elasticsearch, or in a folder."""
    if not settings.ELASTICSEARCH_URL:
        yield EmbeddedBuilds(tmp_path)
        return
    found = ElasticsearchBuilds(settings.ELASTICSEARCH_URL, f"{settings.INDEX_PREFIX}-contract")
    yield found
    found._slow_client.indices.delete(index=f"{found._alias}-*")


@pytest.fixture
def engine(builds: Builds) -> Engine:
    """The serving build, without documents."""
    found = builds.create("first")
    builds.serve("first")
    return found


@pytest.fixture
def index(db: None, tmp_path: Path) -> Iterator[None]:
    """The portal's own index, without a build."""
    with empty_index(tmp_path):
        yield
