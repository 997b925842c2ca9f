"""Demands that ask for nearly the same as a text: what each says of the other, both ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search import queries
from search.documents import DEMAND_LISTS, ListingDocument
from search.engines.protocol import CandidateQuery
from search.matching import Matcher
from search.profiles import Profile, profile_of
from search.scorer import Comparisons
from search.synonyms import NONE
from search.widening import widen

ENOUGH = 0.36
"""So near and nearer counts as nearly the same; `tests/search/alike.tsv` is the judged list."""

_BACK = 0.4
"""The share of the lesser of the two ways of looking."""


def alike(
    wanted: ListingDocument,
    *,
    matcher: Matcher,
    now: int,
    others: Sequence[ListingDocument] = (),
) -> list[tuple[str, float]]:
    """Return the keys of demands that ask for nearly the same, nearest first, with how near.

    Those on the lists are found by the engine; `others` are looked at as well, such as a reader's
    own drafts. Only words are compared, so that a text needs no vector. EngineUnavailable where
    nobody can answer.
    """
    own = profile_of(wanted)
    words, characters = widen(*queries.sent(matcher.scorer.asked(own)), synonyms=NONE)
    query = CandidateQuery(lists=DEMAND_LISTS, words=words, characters=characters, now=now)
    found = matcher.engine.candidates(query).keys()
    profiles = dict(matcher.engine.profiles(found)) if found else {}
    profiles |= {one.key: profile_of(one) for one in others}
    near = ((key, nearness(own, one, matcher=matcher)) for key, one in profiles.items())
    return sorted(
        ((key, share) for key, share in near if share >= ENOUGH), key=lambda one: (-one[1], one[0])
    )


def nearness(one: Profile, other: Profile, *, matcher: Matcher) -> float:
    """Return from 0 to 1 how much two texts ask for the same: what each says of the other.

    A short text is found in a long one that says more; the long one must speak of it, too.
    """
    there = _covered(one, other, matcher=matcher)
    back = _covered(other, one, matcher=matcher)
    return round((1 - _BACK) * max(there, back) + _BACK * min(there, back), 6)


def _covered(asked: Profile, said: Profile, *, matcher: Matcher) -> float:
    """Return the share of what a text asks for, by its own measure, that another one says."""
    unknown = np.full(1, np.nan)
    compared = Comparisons(unknown, unknown)
    own, found = (
        matcher.scorer.scores(asked, one.shelf, compared=compared)[0].coverage
        for one in (asked, said)
    )
    return min(found / own, 1.0) if own else 0.0
