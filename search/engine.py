"""The engine of this installation, chosen by a setting."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from search.engines.elasticsearch_builds import ElasticsearchBuilds
from search.engines.embedded_builds import EmbeddedBuilds
from search.engines.protocol import Builds


@cache
def builds() -> Builds:
    """Return the builds of the index: Elasticsearch where a URL is set, else a folder."""
    if settings.ELASTICSEARCH_URL:
        return ElasticsearchBuilds(settings.ELASTICSEARCH_URL, settings.INDEX_PREFIX)
    return EmbeddedBuilds(settings.DATA_DIR / "search")
