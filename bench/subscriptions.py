"""What a new listing costs against many saved searches: `make bench-subscriptions`.

On both engines, beside plain queries of 100 terms to an index of LISTINGS (100000) in the same run.
A smaller index makes plain queries cheaper, and the bar harder to keep. PROFILES (100000) are
words of other listings, some with filters. Vectors and matches are not asked for.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from bench.report import Bar, Report

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("embedded", "elasticsearch")
LISTINGS = int(os.environ.get("LISTINGS", "100000"))
PROFILES = int(os.environ.get("PROFILES", "100000"))
SHARES = (50, 95)


def bar(engine: str, share: int) -> str:
    """Return the name of the bar on a listing's cost in plain queries."""
    return f"a listing against {PROFILES} profiles, in plain queries, p{share}, {engine}"


BARS = [Bar(bar(engine, share), at_most=2) for engine in ENGINES for share in SHARES]


def main() -> None:
    """Measure both engines, and leave nothing behind."""
    prefix = f"bench_{secrets.token_hex(4)}"
    try:
        with Report("subscriptions", BARS) as report:
            for engine in ENGINES:
                found = _measured(engine, prefix=prefix)
                report.row(engine=engine, listings=LISTINGS, load=os.getloadavg()[0], **found)
                for share in SHARES:
                    ratio = found[f"listing_{share}"] / found[f"plain_{share}"]
                    report.measured(bar(engine, share), ratio)
    finally:
        with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as client:
            for index in client.indices.get(index=f"{prefix}*"):
                client.indices.delete(index=index)


def _measured(engine: str, *, prefix: str) -> dict[str, Any]:
    """Run the step in a folder and a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bench-subscriptions-"))
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DATA_DIR": str(folder),
        "INDEX_PREFIX": prefix,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "PYTHONPATH": str(ROOT),
    }
    step = ("-m", "bench.subscriptions_steps", engine, str(LISTINGS), str(PROFILES))
    try:
        for arguments in (("manage.py", "migrate", "--verbosity=0"), step):
            done = subprocess.run(
                [sys.executable, *arguments],
                env=environment,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                check=True,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
