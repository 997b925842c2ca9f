"""The engine of this installation, chosen by a setting."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.access import Access
from search.engines.protocol import Builds

# By path: a client of the engine that is not in use takes a second of every start.
_ELASTICSEARCH = "search.engines.elasticsearch_builds.ElasticsearchBuilds"
_EMBEDDED = "search.engines.embedded_builds.EmbeddedBuilds"


@cache
def builds() -> Builds:
    """Return the builds of the index: Elasticsearch where a URL is set, else a folder."""
    found: Builds
    if settings.ELASTICSEARCH_URL:
        found = import_string(_ELASTICSEARCH)(
            settings.ELASTICSEARCH_URL,
            settings.INDEX_PREFIX,
            access=Access(**settings.ELASTICSEARCH_ACCESS),
        )
    else:
        found = import_string(_EMBEDDED)(settings.DATA_DIR / "search")
    return found
