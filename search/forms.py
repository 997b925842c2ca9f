"""What a build is made of, as one hash for each thing that may change under it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.metadata import version
from types import MappingProxyType

from django.conf import settings

from marketplace.core.canonical import digest
from search import text
from search.documents import ListingDocument
from search.engines.fields import NUMBERS, TEXTS, VALUES
from search.lexicon import SEGMENTATION_VERSION
from search.packing import LAYOUT
from search.profiles import Profile

_NUMBER = 5
"""Raise it where documents change otherwise: the hashes below do not see every line of code."""

_DEFAULT_INDEX = "flat"

_PROBES = (
    "ＧＢ／Ｔ 28181—2022 ①㎡ ﬁ",
    "軟體、雲端運算與資料開放 臺灣",
    "C++ c# .Net iso27001 CMMI-5 4.0 5G\u00adＡＩ",
    "e\u0301te\u0301 \u200bnull\x00 😀 か゛",
)
"""Texts that every rule of the normal form has something to do with."""


@cache
def form() -> Mapping[str, str]:
    """Return the hash of each thing of which a build is made, by the name that the operator reads.

    A build with another hash must be made anew.
    """
    return MappingProxyType(
        {
            "mapping": _hash(
                _NUMBER,
                *(TEXTS, VALUES, NUMBERS, LAYOUT),
                *([field.name for field in fields(kept)] for kept in (ListingDocument, Profile)),
            ),
            "words": _hash(SEGMENTATION_VERSION, version("rjieba")),
            "normalisation": _hash(
                unicodedata.unidata_version,
                version("opencc-python-reimplemented"),
                [text.normalise(probe).text for probe in _PROBES],
                [[token.text for token in text.cut(probe).characters] for probe in _PROBES],
            ),
            **_vectors(),
        }
    )


def _vectors() -> dict[str, str]:
    """Return how Elasticsearch looks for neighbours, where that is not as by default."""
    chosen = settings.VECTOR_INDEX if settings.ELASTICSEARCH_URL else _DEFAULT_INDEX
    return {} if chosen == _DEFAULT_INDEX else {"vectors": _hash(chosen)}


def changed(then: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of what is otherwise now than it was in a build."""
    now = form()
    return tuple(
        name for name in sorted(now.keys() | then.keys()) if now.get(name) != then.get(name)
    )


def _hash(*values: object) -> str:
    return digest(list(values))[:16]
