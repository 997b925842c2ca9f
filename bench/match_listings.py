"""Made listings as documents, with vectors drawn at random: what `bench.match` feeds to engines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from marketplace.demo.random_vectors import unit_rows
from marketplace.demo.scale import Draft, Texts
from search.documents import CAPABILITIES, GOVERNMENT_DEMANDS, Encoded, ListingDocument
from search.models import Encoding
from search.passages import text_digest
from search.vectors import to_bytes

DEMANDS = 60
MODEL = "drawn-at-random"
DIMENSIONS = 384
"""As many as the default encoder's vectors have."""

NOW = 1_780_000_000
_YEAR = 31_000_000
_DEMAND_SEED, _CAPABILITY_SEED = 1, 2


def demands() -> list[ListingDocument]:
    """Return the demands that are asked for."""
    drafts = Texts(_DEMAND_SEED).demands(DEMANDS)
    return list(_with_vectors(_demand(number, draft) for number, draft in enumerate(drafts, 1)))


def capabilities(first: int, last: int) -> Iterator[ListingDocument]:
    """Yield the capabilities of these numbers, the last included: the same ones each time."""
    drafts = islice(Texts(_CAPABILITY_SEED).capabilities(last), first - 1, None)
    yield from _with_vectors(
        _capability(number, draft) for number, draft in enumerate(drafts, first)
    )


def row_of(document: ListingDocument) -> Encoding:
    """Return the row that keeps a document's vector."""
    assert document.encoded is not None
    return Encoding(
        key=document.key,
        model=MODEL,
        digest=document.encoded.digest,
        state=Encoding.State.DONE,
        dimensions=DIMENSIONS,
        listing=to_bytes(document.encoded.vector),
    )


def _demand(number: int, draft: Draft) -> ListingDocument:
    return ListingDocument(
        key=f"demand:{number}",
        list_key=GOVERNMENT_DEMANDS,
        version=1,
        number=f"XQ-2099-{number:07d}",
        title=draft.title,
        summary=draft.summary,
        body=draft.body,
        context=draft.context,
        domains=draft.domains,
        industries=draft.industries,
        industry_tops=_tops(draft),
        districts=tuple(draft.like.get("districts", ())),
        qualifications=tuple(draft.like.get("qualifications", ())),
        published_at=NOW - number,
    )


def _capability(number: int, draft: Draft) -> ListingDocument:
    return ListingDocument(
        key=f"capability:{number}",
        list_key=CAPABILITIES,
        version=1,
        number=f"NL-2099-{number:07d}",
        title=draft.title,
        summary=draft.summary,
        body=draft.body,
        context=draft.context,
        domains=draft.domains,
        industries=draft.industries,
        industry_tops=_tops(draft),
        qualifications=tuple(draft.like.get("qualifications", ())),
        maturity=draft.like.get("maturity", ""),
        cases=len(draft.like.get("cases") or ()),
        everywhere=True,
        published_at=NOW - number % _YEAR,
        confirmed_at=NOW - number % _YEAR,
    )


def _tops(draft: Draft) -> tuple[str, ...]:
    return tuple(slug.partition("-")[0] for slug in draft.industries)


def _with_vectors(found: Iterator[ListingDocument]) -> Iterator[ListingDocument]:
    for document in found:
        draw = np.random.default_rng([document.pk, document.kind == "demand"])
        encoded = Encoded(
            key=document.key,
            model=MODEL,
            digest=text_digest(document),
            vector=unit_rows(draw, count=1, dimensions=DIMENSIONS)[0],
        )
        object.__setattr__(document, "encoded", encoded)
        yield document
