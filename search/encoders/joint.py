"""Two encoders as one: their vectors side by side, so that the cosine is the mean of both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.encoders.protocol import Encoder, Role, Vectors, unit_rows


class JointEncoder:
    """What one encoder takes for the same, the other often tells apart: they err differently.

    `share` of the cosine is the second one's.
    """

    def __init__(self, first: Encoder, second: Encoder, *, share: float) -> None:
        self.id = f"{first.id}+{second.id}-{share}"
        self.dimensions = first.dimensions + second.dimensions
        self._parts = (first, (1 - share) ** 0.5), (second, share**0.5)

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Return one finite row of unit length for each text; EncoderError where one cannot."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        rows = [weight * part.encode(texts, role=role) for part, weight in self._parts]
        return unit_rows(np.hstack(rows), count=len(texts), dimensions=self.dimensions)
