"""Builds of the embedded engine: a folder each, and a pointer file that names the serving one."""

from __future__ import annotations

import shutil
from pathlib import Path

import tantivy

from search.engines.embedded import EmbeddedEngine, answering, replace_file
from search.engines.embedded_schema import schema
from search.engines.protocol import EngineUnavailable


class EmbeddedBuilds:
    """The builds under a folder."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "builds"
        self._pointer = root / "serving"
        self._open: dict[str, EmbeddedEngine] = {}

    def names(self) -> list[str]:
        """Return the names of all builds, oldest first: a name begins with its instant."""
        return sorted(path.name for path in self._folder.glob("*/"))

    def serving(self) -> str | None:
        """Return the name of the build that answers, None before the first."""
        with answering():
            if not self._pointer.exists():
                return None
            return self._pointer.read_text(encoding="utf-8").strip()

    def current(self) -> EmbeddedEngine:
        """Return the serving build; EngineUnavailable before the first."""
        name = self.serving()
        if name is None:
            raise EngineUnavailable("no build serves")
        return self.open(name)

    def create(self, name: str) -> EmbeddedEngine:
        """Return a new empty build; what an earlier try of the same name left is removed."""
        path = self._folder / name
        with answering():
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
            tantivy.Index(schema(), str(path))
        self._open.pop(name, None)
        return self.open(name)

    def open(self, name: str) -> EmbeddedEngine:
        """Return a build; EngineUnavailable where it does not stand."""
        path = self._folder / name
        if not path.exists():
            self._open.pop(name, None)
            raise EngineUnavailable(f"no build {name}")
        if name not in self._open:
            self._open[name] = EmbeddedEngine(path)
        return self._open[name]

    def serve(self, name: str) -> None:
        """Let a build answer from now on: the pointer file is replaced in one step."""
        self.open(name)
        with answering():
            replace_file(self._pointer, name)

    def drop(self, name: str) -> None:
        """Remove a build that does not serve."""
        if name != self.serving():
            self._open.pop(name, None)
            with answering():
                shutil.rmtree(self._folder / name, ignore_errors=True)

    def health(self) -> str:
        """Return one line about the folder; EngineUnavailable when it cannot be read."""
        with answering():
            self._folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._folder).free // 1_000_000
        return f"tantivy in {self._folder}, {free} MB free"
