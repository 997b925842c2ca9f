"""System checks: the settings of the search engine say one thing, and a safe one."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core import checks

from search.encoding import absence, encoder
from search.engines.access import Access

VECTOR_INDICES = ("flat", "int8_hnsw")


@checks.register
def check_elasticsearch(*_apps: object, **_options: object) -> list[checks.CheckMessage]:
    """Return what is wrong with how Elasticsearch is to be spoken to."""
    access = Access(**settings.ELASTICSEARCH_ACCESS)
    return [*_errors(access), *_kind_errors(), *_warnings(access, settings.ELASTICSEARCH_URL)]


@checks.register
def check_encoder(*_apps: object, **_options: object) -> list[checks.CheckMessage]:
    """Return why the chosen encoder is absent; one where two would be better is none of it."""
    why = absence()
    if not why or encoder() is not None:
        return []
    hint = "Run make encoder, choose another in ENCODER, or none."
    return [
        checks.Warning(
            f"Only words are compared, the encoder is absent: {why}", hint, id="search.W003"
        )
    ]


def _errors(access: Access) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if access.api_key and access.user:
        hint = "Set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD."
        found.append(checks.Error("Elasticsearch has two identities.", hint, id="search.E001"))
    if bool(access.user) != bool(access.password):
        hint = "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD belong together."
        found.append(checks.Error("A user or a password is missing.", hint, id="search.E002"))
    if access.ca_file and not Path(access.ca_file).is_file():
        hint = f"ELASTICSEARCH_CA_FILE names {access.ca_file}."
        found.append(checks.Error("Trusted certificates are missing.", hint, id="search.E003"))
    return found


def _kind_errors() -> list[checks.CheckMessage]:
    if settings.VECTOR_INDEX in VECTOR_INDICES:
        return []
    hint = f"Set VECTOR_INDEX to one of {', '.join(VECTOR_INDICES)}."
    return [checks.Error("No such way to look for vectors.", hint, id="search.E004")]


def _warnings(access: Access, url: str) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if url.startswith("http:") and (access.user or access.api_key):
        hint = "Use https:// in ELASTICSEARCH_URL outside a private network."
        found.append(checks.Warning("Credentials travel in clear.", hint, id="search.W001"))
    if url.startswith("https:") and not access.verifies:
        hint = "Name the authority in ELASTICSEARCH_CA_FILE; unset ELASTICSEARCH_VERIFY."
        found.append(checks.Warning("A certificate is not verified.", hint, id="search.W002"))
    return found
