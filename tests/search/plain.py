"""A small encoder: characters fall into dimensions by their code, so what shares some is near."""

from collections.abc import Sequence

import numpy as np

from search.encoders.protocol import EncoderError, Role, Vectors, unit_rows

DIMENSIONS = 64


class PlainEncoder:
    """Answers like a model of few ideas; some words are more than it can take."""

    id = "plain-1"
    dimensions = DIMENSIONS

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        rows = np.full((len(texts), DIMENSIONS), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            if "坏掉" in text:
                raise RuntimeError("out of ideas")
            for character in text:
                row[ord(character) % DIMENSIONS] += 1
            if "虚数" in text:
                row[0] = np.nan
        return unit_rows(rows, count=len(texts), dimensions=DIMENSIONS)


class LaterEncoder(PlainEncoder):
    """Another model, of fewer dimensions."""

    id = "plain-2"
    dimensions = 32

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        rows = super().encode(texts, role=role)[:, :32] + 0.01
        return unit_rows(rows, count=len(texts), dimensions=32)


class SilentEncoder(PlainEncoder):
    """A model whose file cannot be read."""

    id = "plain-3"

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        raise EncoderError("no such file")


class Killed(BaseException):
    """What a kill is to the process that it ends."""


class KilledEncoder(PlainEncoder):
    """A process that dies when it comes to one text."""

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        if any("要命" in text for text in texts):
            raise Killed
        return super().encode(texts, role=role)
