"""Keeps one migrated SQLite database for each state of the migrations, and lends out copies.

Migrating takes far longer than most tests; the copy is migrated again, which changes nothing.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_KEPT = ROOT / "var" / "test-databases"
_SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "marketplace/taxonomy/fixtures/*")


def lend(target: Path) -> bool:
    """Copy the kept database to the target; return False where none is kept yet."""
    if not _kept().exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_kept(), target)
    return True


def keep(source: Path) -> None:
    """Keep a freshly migrated database, whole or not at all."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    for stale in _KEPT.glob("*.sqlite3"):
        stale.unlink(missing_ok=True)
    partial = _KEPT / f"{os.getpid()}.partial"
    with sqlite3.connect(source) as connection:
        connection.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(_kept())


def _kept() -> Path:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return _KEPT / f"{digest.hexdigest()[:16]}.sqlite3"
