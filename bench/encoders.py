"""The encoders side by side: quality, milliseconds, memory: `make bench-encoders`.

ENCODERS names some of them. RELEVANCE is the folder of the judged sets, SETS names some of these.
Each runs in a process of its own: alone, by the calibrated cosine; whole, by `evaluate_matching`.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from bench.report import Report

ROOT = Path(__file__).resolve().parent.parent
BGE = "bge-small-zh-v1.5"
ENCODERS = ("e5", "use", BGE, "use+e5", f"{BGE}+e5")
SETS = {"handmade": "demand", "itjuzi_ai_suppliers": "search"}

Run = Mapping[str, list[str]]
"""The documents of each query, best first."""


def main() -> None:
    """Print a row for each encoder and one for each set that it ran through."""
    sets = Path(os.environ.get("RELEVANCE", str(ROOT.parent / "shared" / "relevance")))
    asked = os.environ.get("SETS", ",".join(SETS)).split(",")
    with Report("encoders", []) as report:
        for encoder in os.environ.get("ENCODERS", ",".join(ENCODERS)).split(","):
            report.row(encoder=encoder, **json.loads(_ran(encoder, "bench.encoder_costs")))
            for name in asked:
                if not (sets / name).is_dir():
                    report.row(encoder=encoder, set=name, left_out="no such folder")
                    continue
                judged = _judged(sets / name)
                for kind, run in _runs(encoder, sets / name).items():
                    ndcg, recall = _quality(run, judged)
                    report.row(encoder=encoder, set=name, by=kind, ndcg_10=ndcg, recall_50=recall)


def _runs(encoder: str, folder: Path) -> dict[str, Run]:
    """Return what an encoder finds alone, and with all that makes up a score."""
    with tempfile.TemporaryDirectory() as made:
        alone, whole = Path(made) / "alone.tsv", Path(made) / "whole.tsv"
        _ran(encoder, "bench.encoder_costs", str(folder), str(alone))
        role = SETS.get(folder.name, "demand")
        _ran(encoder, "manage", "evaluate_matching", str(folder), "--as", role, "--run", str(whole))
        return {"alone": _read(alone), "whole": _read(whole)}


def _ran(encoder: str, module: str, *arguments: str) -> str:
    """Run a module with an encoder in force, and return what it printed."""
    environment = {
        **os.environ,
        "ENCODER": encoder,
        "ELASTICSEARCH_URL": "",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return ran.stdout


def _read(path: Path) -> Run:
    scored: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, score = line.split("\t")
        scored[query].append((-float(score), document))
    return {query: [document for _, document in sorted(some)] for query, some in scored.items()}


def _judged(folder: Path) -> dict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")[:3]
        found[query][document] = int(grade)
    return {query: grades for query, grades in found.items() if any(grades.values())}


def _quality(run: Run, judged: Mapping[str, Mapping[str, int]]) -> tuple[float, float]:
    """Return nDCG@10 with gains of 2^grade - 1, and Recall@50 of what has a grade."""
    ndcg = recall = 0.0
    for query, grades in judged.items():
        found = run.get(query, [])
        best = _gain(sorted(grades.values(), reverse=True))
        ndcg += _gain([grades.get(document, 0) for document in found]) / best
        good = {document for document, grade in grades.items() if grade}
        recall += len(good.intersection(found[:50])) / len(good)
    return ndcg / len(judged), recall / len(judged)


def _gain(grades: list[int]) -> float:
    gains = (float(2**grade - 1) for grade in grades[:10])
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


if __name__ == "__main__":
    main()
