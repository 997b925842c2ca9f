"""What an encoder does: texts become unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows of unit length."""


class EncoderError(Exception):
    """The model is missing, raised, or gave no vector that can be compared."""


class Role(StrEnum):
    """Which side a text stands on: an encoder's query prefix goes on the demand."""

    DEMAND = "demand"
    CAPABILITY = "capability"


class Encoder(Protocol):
    """A model, loaded when it is first asked. It may be asked from several threads.

    `id` is stored with each vector and changes whenever vectors would: model, version,
    quantisation, pooling.
    """

    id: str
    dimensions: int

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Return one finite row of unit length for each text; EncoderError where it cannot."""


def unit_rows(found: object, *, count: int, dimensions: int) -> Vectors:
    """Return what a model gave as rows of unit length; EncoderError where that is no vector."""
    rows = np.asarray(found, dtype=np.float32)
    if rows.shape != (count, dimensions):
        raise EncoderError(f"vectors of shape {rows.shape}, not {(count, dimensions)}")
    if not np.isfinite(rows).all():
        raise EncoderError("a vector is not finite")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not lengths.all():
        raise EncoderError("a vector has no direction")
    return np.asarray(rows / lengths, dtype=np.float32)
