"""What texts mean, compared: how close a pair is, and which industries both lean to."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.taxonomy.loading import read_activities
from search import calibration
from search.calibration import Calibration
from search.encoders.protocol import Encoder, Role, Vectors
from search.weights import WEIGHTS

_STORED = np.dtype("<f2")
_GROUP = 3
"""Digits of a group of GB/T 4754: there are some 470 of them, each named in a few words."""

_CLASSES = 60
"""Characters that are read of the names of a group's classes: what belongs to the group."""

_DIGITS = 6
_LEAST_SPREAD = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """A listing's vector without what its side has in common, and its leanings to industries.

    Both have unit length; leanings are positive.
    """

    vector: NDArray[np.float32]
    leanings: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Senses:
    """The senses of many listings of one side, a row for each."""

    vectors: Vectors
    leanings: Vectors

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.vectors)


@dataclass(frozen=True, eq=False)
class Meaning:
    """The constants of one model and one corpus, and the model's vectors of the industries.

    `spread` is the standard deviation of how close listings are to industries, `listings` how many
    had a vector.
    """

    calibration: Calibration
    industries: Vectors
    spread: float = 1.0
    listings: int = 0

    @property
    def model(self) -> str:
        """The model that made the vectors."""
        return self.calibration.model

    def senses(self, vectors: Vectors, role: Role) -> list[Sense]:
        """Return the senses of listings of one side; each depends on its own vector alone."""
        found = self.sensed(vectors, role)
        return list(map(Sense, found.vectors, found.leanings))

    def sensed(self, vectors: Vectors, role: Role) -> Senses:
        """Return the senses of listings of one side, a row for each."""
        return self._sensed(self.calibration.centred(vectors, role))

    def typed_sense(self, vector: NDArray[np.float32]) -> Sense:
        """Return the sense of a typed text, which has a part of what listings have in common."""
        rest = vector - WEIGHTS.search["common"] * self.calibration.mean
        rest /= max(float(np.linalg.norm(rest)), 1e-9)
        found = self._sensed(rest[np.newaxis].astype(np.float32))
        return Sense(found.vectors[0], found.leanings[0])

    def _sensed(self, centred: Vectors) -> Senses:
        # Summed in double length: one row or many, the figures are the same to the last rounding.
        closeness = centred.astype(np.float64) @ self._axes.T
        closeness -= closeness.max(axis=1, keepdims=True)
        closeness /= self.spread * WEIGHTS.meaning["temperature"]
        leanings = np.exp(closeness.astype(np.float32))
        leanings /= np.linalg.norm(leanings, axis=1, keepdims=True)
        return Senses(centred, leanings)

    def compare(
        self, pairs: Sequence[tuple[Sense, Sense]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return similarity and shared leanings of pairs of a demand and a capability.

        Similarity counts spreads above pairs drawn at random, leanings share from 0 to 1; both are
        rounded to 1e-6.
        """
        cosines = _products([(demand.vector, capability.vector) for demand, capability in pairs])
        shared = _products([(demand.leanings, capability.leanings) for demand, capability in pairs])
        return self._figures(cosines, shared)

    def compare_with(
        self, one: Senses, others: Senses
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what `compare` does, of one listing with each of the other side."""
        return self._figures(
            others.vectors.astype(np.float64) @ one.vectors[0].astype(np.float64),
            others.leanings.astype(np.float64) @ one.leanings[0].astype(np.float64),
        )

    def nearness(self, senses: Sequence[Sense], *, to: Sequence[Sense]) -> NDArray[np.float64]:
        """Return how near senses are to the middle of some, in spreads, rounded to 1e-6."""
        middle = np.sum([one.vector for one in to], axis=0, dtype=np.float64)
        middle /= max(float(np.linalg.norm(middle)), 1e-9)
        vectors = np.stack([one.vector for one in senses]).astype(np.float64)
        return self.calibration.standardised(vectors @ middle)

    def _figures(
        self, cosines: NDArray[np.float64], shared: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.calibration.standardised(cosines), np.round(shared, _DIGITS)

    def measured(self, capabilities: Vectors) -> Meaning:
        """Return the same with the spread of some capabilities."""
        closeness = self.calibration.centred(capabilities, Role.CAPABILITY) @ self._axes.T
        return replace(self, spread=round(max(float(closeness.std()), _LEAST_SPREAD), _DIGITS))

    @cached_property
    def _axes(self) -> NDArray[np.float64]:
        """The industries' vectors without what they have in common, of unit length."""
        rest = self.industries.astype(np.float64)
        rest = rest - rest.mean(axis=0)
        return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, the same everywhere for the same vectors."""
        content = self.industries.astype(_STORED).tobytes()
        return {
            "calibration": self.calibration.to_dict(),
            "industries": base64.b64encode(content).decode(),
            "spread": self.spread,
            "listings": self.listings,
        }


def from_dict(values: Mapping[str, Any]) -> Meaning:
    """Return the meaning of plain values."""
    content = np.frombuffer(base64.b64decode(values["industries"]), _STORED)
    return Meaning(
        calibration=calibration.from_dict(values["calibration"]),
        industries=content.reshape(len(groups()), -1).astype(np.float32),
        spread=values["spread"],
        listings=values["listings"],
    )


def measure(
    demands: Mapping[str, NDArray[np.float32]],
    capabilities: Mapping[str, NDArray[np.float32]],
    *,
    model: str,
    industries: Vectors,
    listings: int = 0,
) -> Meaning | None:
    """Return the constants of listings' vectors by key; None where a side has none."""
    found = calibration.calibrate(demands, capabilities, model=model)
    if found is None:
        return None
    sample = np.stack([capabilities[key] for key in calibration.sampled(capabilities)])
    # As they are kept, so that what was measured compares as what was read again.
    kept = industries.astype(_STORED).astype(np.float32)
    return Meaning(found, kept, listings=listings).measured(sample)


@cache
def groups() -> Mapping[str, str]:
    """Return the names of the industrial groups of GB/T 4754 by code."""
    return {row["code"]: row["name"] for row in read_activities() if len(row["code"]) == _GROUP}


@cache
def descriptions() -> tuple[str, ...]:
    """Return what a model reads of each group: its name, and those of its classes that say more."""
    classes: dict[str, list[str]] = {code: [] for code in groups()}
    for row in read_activities():
        if row["parent"] in classes and row["name"] != groups()[row["parent"]]:
            classes[row["parent"]].append(row["name"])
    return tuple(
        f"{name}：{'、'.join(classes[code])[:_CLASSES]}" if classes[code] else name
        for code, name in groups().items()
    )


def industry_vectors(encoder: Encoder) -> Vectors:
    """Return what a model makes of the industries; EncoderError where it cannot."""
    return encoder.encode(descriptions(), role=Role.CAPABILITY)


def leading(demand: Sense, capability: Sense, *, most: int) -> list[str]:
    """Return the codes of the industries that a pair leans to most, the first first."""
    both = demand.leanings.astype(np.float64) * capability.leanings
    codes = list(groups())
    return [codes[at] for at in np.argsort(-both, kind="stable")[:most]]


def _products(
    pairs: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]],
) -> NDArray[np.float64]:
    """Return the inner product of each pair; it does not depend on the others."""
    left, right = (np.stack(side) for side in zip(*pairs, strict=True))
    return np.asarray(np.einsum("ij,ij->i", left, right, dtype=np.float64))
