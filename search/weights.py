"""The weights of the score, read once from their file."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "weights.toml"


@dataclass(frozen=True)
class Weights:
    """The sections of the weights file, which explains each figure."""

    version: str
    parts: Mapping[str, float]
    parts_of_words: Mapping[str, float]
    field: Mapping[str, float]
    meaning: Mapping[str, float]
    coverage: Mapping[str, float]
    evidence: Mapping[str, float]
    cases: Mapping[str, Any]
    delivery: Mapping[str, float]
    levels: Mapping[str, Mapping[str, float]]
    search: Mapping[str, float]
    search_wording: Mapping[str, float]
    search_wording_alone: Mapping[str, float]


def load(path: Path = _FILE) -> Weights:
    """Return the weights of a file; ValueError unless the parts of each tier add up to 100."""
    content = path.read_bytes()
    sections = tomllib.loads(content.decode())
    for tier in ("parts", "parts_of_words"):
        if sum(sections[tier].values()) != _FULL_SCORE:
            raise ValueError(f"{path}: the {tier} do not add up to {_FULL_SCORE}")
    return Weights(version=hashlib.sha256(content).hexdigest()[:12], **sections)


_FULL_SCORE = 100

WEIGHTS = load()
"""The weights in force."""
