"""What the encoder in force costs, or, of a judged set, what its calibrated cosine alone finds."""

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import django
import numpy as np
from numpy.typing import NDArray

django.setup()

from search.calibration import calibrate, similarities  # noqa: E402 - the settings come first
from search.documents import ListingDocument  # noqa: E402
from search.encoders.protocol import Encoder, EncoderError, Role  # noqa: E402
from search.encoding import absence, encode_listings, encoder  # noqa: E402
from search.evaluation import Item, read_set  # noqa: E402

_TEXT = "建立排水管网与地表漫流的耦合模型，接入雷达与水位监测，提前预报积水深度并联动泵站。"
_ROUNDS = 15
_LENGTHS = (10, 60, 300)


def main() -> None:
    """Print the costs, or write the run of a set."""
    chosen = encoder()
    if chosen is None:
        sys.exit(f"no encoder: {absence()}")
    if len(sys.argv) > 1:
        _write_run(chosen, Path(sys.argv[1]), out=Path(sys.argv[2]))
        return
    before = _megabytes()
    began = time.perf_counter()
    chosen.encode([_TEXT], role=Role.DEMAND)
    figures = {
        "id": chosen.id,
        "dimensions": chosen.dimensions,
        "load_s": time.perf_counter() - began,
    }
    for length in _LENGTHS:
        figures[f"ms_{length}"] = _milliseconds(chosen, length)
    figures["memory_mb"] = _megabytes() - before
    sys.stdout.write(json.dumps(figures))


def _milliseconds(chosen: Encoder, length: int) -> float:
    """Return the median processor time of a text of some characters, in milliseconds."""
    texts = [f"{number}{_TEXT * 8}"[:length] for number in range(_ROUNDS)]
    taken = []
    for text in texts:
        began = time.process_time()
        chosen.encode([text], role=Role.DEMAND)
        taken.append(1_000 * (time.process_time() - began))
    return float(np.median(taken))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write_run(chosen: Encoder, folder: Path, *, out: Path) -> None:
    judged = read_set(folder)
    demands = _vectors(chosen, "demand", items=judged.queries)
    capabilities = _vectors(chosen, "capability", items=judged.documents)
    constants = calibrate(demands, capabilities, model=chosen.id)
    if constants is None:
        sys.exit("nothing to compare")
    matrix = np.stack(list(capabilities.values()))
    with out.open("w", encoding="utf-8") as file:
        for demand, vector in demands.items():
            scores = similarities(vector, matrix, calibration=constants)
            query = judged.queries[_place(demand)].id
            for capability, score in zip(capabilities, scores, strict=True):
                file.write(f"{query}\t{judged.documents[_place(capability)].id}\t{score}\n")


def _vectors(
    chosen: Encoder, kind: str, *, items: Sequence[Item]
) -> dict[str, NDArray[np.float32]]:
    """Return the vectors of a side; a text that the model cannot read has none."""
    listings = [
        ListingDocument(
            key=f"{kind}:{number}", list_key="", version=1, title=item.title, body=item.text
        )
        for number, item in enumerate(items)
    ]
    return {
        document.key: found.listing
        for document, found in encode_listings(listings, chosen, with_passages=False)
        if not isinstance(found, EncoderError)
    }


def _place(key: str) -> int:
    return int(key.partition(":")[2])


if __name__ == "__main__":
    main()
