"""What a long measurement has got so far, kept so that a killed one goes on where it was."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from bench.report import RESULTS

FOLDER = RESULTS / "match"


class Stages:
    """Figures of finished stages by name, beside the data that the next ones need."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self._path = folder / "stages.json"
        folder.mkdir(parents=True, exist_ok=True)
        kept = json.loads(self._path.read_text()) if self._path.exists() else {}
        self.prefix: str = kept.get("prefix") or f"bench_{secrets.token_hex(4)}"
        self.found: dict[str, dict[str, Any]] = kept.get("stages", {})
        self._keep()

    def finish(self, name: str, figures: dict[str, Any]) -> dict[str, Any]:
        """Keep the figures of a stage, with how busy the machine was with other work."""
        said = {
            **figures,
            "load": round(os.getloadavg()[0], 1),
            "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
        }
        self.found[name] = said
        self._keep()
        return said

    def forget(self) -> None:
        """Throw away the figures and the data, the indices too."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as client:
            for index in client.indices.get(index=f"{self.prefix}*"):
                client.indices.delete(index=index)

    def _keep(self) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({"prefix": self.prefix, "stages": self.found}, indent=1))
        new.replace(self._path)
