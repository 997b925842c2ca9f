"""What a similarity is worth: centred by the mean of both sides, measured on sampled pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encoders.protocol import Role, Vectors

_PAIRS = 20_000
_MOST = 4_000
_SHRUNK = 500
_DIGITS = 6
_LEAST_SPREAD = 0.01


@dataclass(frozen=True, eq=False)
class Calibration:
    """The constants of one model and one corpus that make a similarity comparable.

    `demand_mean` and `capability_mean` are what the texts of each side have in common; `centre` and
    `spread` are mean and standard deviation of the centred cosine of pairs drawn at random.
    """

    model: str
    demand_mean: tuple[float, ...]
    capability_mean: tuple[float, ...]
    centre: float
    spread: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, the same everywhere for the same vectors."""
        return {
            "model": self.model,
            "demand_mean": list(self.demand_mean),
            "capability_mean": list(self.capability_mean),
            "centre": self.centre,
            "spread": self.spread,
        }

    @cached_property
    def mean(self) -> NDArray[np.float32]:
        """What the texts of both sides have in common."""
        sides = [self.demand_mean, self.capability_mean]
        return np.asarray(np.mean(sides, axis=0), dtype=np.float32)

    def centred(self, vectors: Vectors, role: Role) -> Vectors:
        """Return vectors of one side, without what the side has in common, at unit length."""
        rest = vectors - self._means[role]
        lengths = np.linalg.norm(rest, axis=-1, keepdims=True)
        return np.asarray(rest / np.maximum(lengths, 1e-9), dtype=np.float32)

    def standardised(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how many spreads centred cosines lie above those of pairs drawn at random."""
        return np.round((cosines - self.centre) / self.spread, _DIGITS)

    @cached_property
    def _means(self) -> Mapping[Role, NDArray[np.float32]]:
        return {
            Role.DEMAND: np.asarray(self.demand_mean, dtype=np.float32),
            Role.CAPABILITY: np.asarray(self.capability_mean, dtype=np.float32),
        }


def from_dict(values: Mapping[str, Any]) -> Calibration:
    """Return the calibration of plain values."""
    return Calibration(
        model=values["model"],
        demand_mean=tuple(values["demand_mean"]),
        capability_mean=tuple(values["capability_mean"]),
        centre=values["centre"],
        spread=values["spread"],
    )


def sampled(keys: Iterable[str]) -> list[str]:
    """Return the keys of one side whose vectors `calibrate` reads: those first by their digest."""
    return sorted(keys, key=_order)[:_MOST]


def calibrate(
    demands: Mapping[str, NDArray[np.float32]],
    capabilities: Mapping[str, NDArray[np.float32]],
    *,
    model: str,
) -> Calibration | None:
    """Return the constants of listings' vectors by key; None where a side has none.

    The sample depends on the keys alone, so that the same listings give the same constants.
    """
    if not demands or not capabilities:
        return None
    asked, offered = _sample(demands), _sample(capabilities)
    whole = np.concatenate([asked, offered]).mean(axis=0)
    found = Calibration(
        model=model,
        demand_mean=_rounded(_shrunk(asked, whole)),
        capability_mean=_rounded(_shrunk(offered, whole)),
        centre=0.0,
        spread=1.0,
    )
    left, right = _pairs(len(asked), len(offered))
    cosines = np.einsum(
        "ij,ij->i",
        found.centred(asked.astype(np.float32), Role.DEMAND)[left],
        found.centred(offered.astype(np.float32), Role.CAPABILITY)[right],
        dtype=np.float64,
    )
    return Calibration(
        model=model,
        demand_mean=found.demand_mean,
        capability_mean=found.capability_mean,
        centre=round(float(cosines.mean()), _DIGITS),
        spread=round(max(float(cosines.std()), _LEAST_SPREAD), _DIGITS),
    )


def similarity(
    demand: NDArray[np.float32], capability: NDArray[np.float32], *, calibration: Calibration
) -> float:
    """Return how far a pair lies above pairs drawn at random, in spreads, rounded to 1e-6."""
    return float(similarities(demand, capability[np.newaxis], calibration=calibration)[0])


def similarities(
    demand: NDArray[np.float32], capabilities: Vectors, *, calibration: Calibration
) -> NDArray[np.float64]:
    """Return what `similarity` does, of one demand with each of many capabilities.

    A pair's figure does not depend on the others: each row is summed in the same order.
    """
    one = calibration.centred(demand[np.newaxis], Role.DEMAND)
    many = calibration.centred(capabilities, Role.CAPABILITY)
    whole = np.broadcast_to(one, many.shape)
    return calibration.standardised(np.einsum("ij,ij->i", many, whole, dtype=np.float64))


def query_vector(
    vector: NDArray[np.float32], role: Role, *, calibration: Calibration | None
) -> NDArray[np.float32]:
    """Return what an engine is asked for: a listing's vector without what its side has in common.

    The engines keep vectors as they came, so that new constants need no new build.
    """
    if calibration is None:
        return vector
    return np.asarray(calibration.centred(vector[np.newaxis], role)[0], dtype=np.float32)


def _sample(vectors: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float64]:
    return np.stack([vectors[key] for key in sampled(vectors)]).astype(np.float64)


def _order(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _shrunk(side: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a side's mean, drawn to that of all listings where the side has few.

    What a handful of texts has in common is what they are about.
    """
    return np.asarray((side.sum(axis=0) + whole * _SHRUNK) / (len(side) + _SHRUNK))


def _pairs(demands: int, capabilities: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which rows make up the pairs: all where they are few, else spread evenly."""
    total = demands * capabilities
    numbers = np.unique(np.linspace(0, total - 1, min(total, _PAIRS)).astype(np.int64))
    return numbers // capabilities, numbers % capabilities


def _rounded(vector: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), _DIGITS) for value in vector)
