"""Reads the demo texts from their files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parent / "content"

Row = dict[str, Any]


@cache
def bodies() -> Row:
    """Return batches and the organisations that own demands."""
    return dict(_read(ROOT / "bodies.yaml"))


def organisations() -> list[Row]:
    """Return all organisations: bodies first, then firms and institutes."""
    return [*bodies()["organisations"], *_folder("firms")]


def demands() -> list[Row]:
    """Return all demands."""
    return _folder("demands")


def chains() -> list[Row]:
    """Return the challenges that have come further."""
    return list(_read(ROOT / "chains.yaml"))


def experts() -> list[Row]:
    """Return the pool of experts."""
    return list(_read(ROOT / "experts.yaml"))


def capabilities() -> list[Row]:
    """Return all capabilities."""
    return _folder("capabilities")


def claims() -> list[Row]:
    """Return all applications."""
    return list(_read(ROOT / "claims.yaml"))


def dialogue() -> list[Row]:
    """Return the addenda and questions of some demands."""
    return list(_read(ROOT / "dialogue.yaml"))


def drafts() -> list[Row]:
    """Return all full applications."""
    return list(_read(ROOT / "drafts.yaml"))


def news() -> list[Row]:
    """Return all news."""
    return list(_read(ROOT / "news.yaml"))


def _folder(name: str) -> list[Row]:
    return [row for path in sorted((ROOT / name).glob("*.yaml")) for row in _read(path)]


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
