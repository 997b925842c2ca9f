"""Judged sets: their queries and documents taken through the same way as listings."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from search import bigrams, meaning, snapshot
from search.chunks import chunks
from search.documents import (
    CAPABILITIES,
    CAPABILITY_LISTS,
    GOVERNMENT_DEMANDS,
    Encoded,
    Kind,
    ListingDocument,
)
from search.encoders.protocol import Encoder, EncoderError
from search.encoding import encode_listings, encode_typed
from search.engines.protocol import Engine
from search.matching import Matcher
from search.meaning import Meaning
from search.passages import text_digest
from search.profiles import profile_of
from search.queries import text_query
from search.scorer import Scorer
from search.search_ranking import SearchRanking, TypedText

RESULTS = 200
"""How many documents of each query are written."""

_CHUNK = 200
_COLUMNS = 2
_AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
"""The instant of every judged set: its scores do not depend on the day it is measured."""

_LISTS: Mapping[Kind, str] = {"demand": GOVERNMENT_DEMANDS, "capability": CAPABILITIES}
_STOPS = " 。.!！?？:：\n\t"

AskedAs = Literal["demand", "search"]
Progress = Callable[[str], object]
Row = tuple[str, str, float]
"""The id of a query, of a document, and the score of both."""


class EvaluationError(Exception):
    """A judged set cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Item:
    """A query or a document of a judged set; `name` is whose it is."""

    id: str
    title: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """The queries and documents of a folder, each once, in the order of their files."""

    queries: tuple[Item, ...]
    documents: tuple[Item, ...]


def read_set(folder: Path) -> JudgedSet:
    """Return what a folder holds in `queries.jsonl` and `docs.jsonl`; EvaluationError else."""
    return JudgedSet(
        queries=tuple(_items(folder / "queries.jsonl")),
        documents=tuple(_items(folder / "docs.jsonl")),
    )


def read_pairs(path: Path, judged: JudgedSet) -> list[tuple[str, str]]:
    """Return the pairs of a table of tabs: query id, document id; a header line is left out."""
    queries = {item.id for item in judged.queries}
    documents = {item.id for item in judged.documents}
    found: list[tuple[str, str]] = []
    for number, line in _lines(path):
        columns = line.split("\t")
        if len(columns) < _COLUMNS:
            raise EvaluationError(f"{path}, line {number}: two columns are needed")
        query, document = (column.strip() for column in columns[:_COLUMNS])
        if query in queries and document in documents:
            found.append((query, document))
        elif number > 1:
            raise EvaluationError(f"{path}, line {number}: no pair {query!r}, {document!r}")
    return found


class Evaluation:
    """A judged set in an engine: documents as capabilities, queries as demands or as typed texts.

    There are no gates. Vectors stay in memory; without an encoder only words are compared.
    """

    def __init__(
        self, judged: JudgedSet, engine: Engine, *, encoder: Encoder | None, role: AskedAs
    ) -> None:
        self._engine = engine
        self._encoder = encoder
        self._role = role
        self._queries = {item.id: item for item in judged.queries}
        self._demands = _described("demand", judged.queries)
        self._capabilities = _described("capability", judged.documents)
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._listed: dict[str, list[str]] = {}

    def index(self, progress: Progress) -> None:
        """Encode and write every listing, and take the statistics of all."""
        documents = list(self._capabilities.values())
        if self._role == "demand":
            documents += self._demands.values()
        done = 0
        for chunk in chunks(documents, _CHUNK):
            self._engine.write(self._encoded(chunk))
            done += len(chunk)
            progress(f"{done} of {len(documents)} texts indexed")
        taken = snapshot.take(
            map(profile_of, documents),
            _AS_OF.date(),
            meaning=self._measured(),
            counted=bigrams.count(documents),
        )
        self._matcher = Matcher(self._engine, Scorer(taken), vectors=self._vectors_of)
        self._ranking = SearchRanking(self._engine, taken, vectors=self._vectors_of)

    def rewrite(self, texts: Mapping[str, str]) -> None:
        """Give documents other texts by their ids, as listings are revised: statistics stay."""
        due = [
            replace(self._capabilities[name], version=2, body=body) for name, body in texts.items()
        ]
        self._capabilities |= zip(texts, due, strict=True)
        self._listed.clear()
        self._engine.write(self._encoded(due))

    def ranked(self, progress: Progress) -> Iterator[Row]:
        """Yield the best documents of each query, best first."""
        names = {document.key: name for name, document in self._capabilities.items()}
        for done, query in enumerate(self._queries, start=1):
            for key, score in self._ranked(query)[:RESULTS]:
                yield query, names[key], score
            _report(done, len(self._queries), progress=progress)

    def scored(self, pairs: Sequence[tuple[str, str]], progress: Progress) -> Iterator[Row]:
        """Yield the score of each pair, in the order of the pairs."""
        for done, (query, document) in enumerate(pairs, start=1):
            yield query, document, self._score(query, self._capabilities[document])
            _report(done, len(pairs), progress=progress)

    def _ranked(self, query: str) -> list[tuple[str, float]]:
        if self._role == "demand":
            matches = self._matcher.ranked(self._demands[query], now=_now())
            return [(match.key, match.score.total) for match in matches]
        asked = self._typed(query)
        if asked is None:
            return []
        return self._ranking.ranked(asked, lists=CAPABILITY_LISTS, now=_now())

    def _score(self, query: str, document: ListingDocument) -> float:
        if self._role == "demand":
            return self._matcher.score(self._demands[query], document).total
        asked = self._typed(query)
        if asked is None:
            return 0.0
        # The best that the text finds enter the score, as in the list.
        if query not in self._listed:
            self._listed[query] = [key for key, _ in self._ranked(query)]
        keys = dict.fromkeys([*self._listed[query], document.key])
        return dict(self._ranking.scored(asked, list(keys))).get(document.key, 0.0)

    def _typed(self, query: str) -> TypedText | None:
        """Return a query as it would be typed, None for an empty one."""
        item = self._queries[query]
        typed = f"{item.title} {item.text}".strip()
        read = text_query(typed)
        if read is None:
            return None
        return TypedText(typed=typed, query=read, vector=self._typed_vector(typed))

    def _typed_vector(self, typed: str) -> NDArray[np.float32] | None:
        if self._encoder is None:
            return None
        try:
            return encode_typed(typed, self._encoder)
        except EncoderError:
            return None

    def _encoded(self, documents: Sequence[ListingDocument]) -> Iterator[ListingDocument]:
        """Yield documents with their vectors; a text that the model cannot read has none."""
        if self._encoder is None:
            yield from documents
            return
        for document, found in encode_listings(documents, self._encoder, with_passages=False):
            if isinstance(found, EncoderError):
                yield document
                continue
            self._vectors[document.key] = found.listing
            yield replace(
                document,
                encoded=Encoded(
                    key=document.key,
                    model=self._encoder.id,
                    digest=text_digest(document),
                    vector=found.listing,
                ),
            )

    def _measured(self) -> Meaning | None:
        """Return what vectors need to be compared; without demands, listings stand for them."""
        if self._encoder is None:
            return None
        demands, capabilities = (
            {key: vector for key, vector in self._vectors.items() if key.startswith(kind)}
            for kind in ("demand:", "capability:")
        )
        industries = meaning.industry_vectors(self._encoder)
        return meaning.measure(
            demands or capabilities, capabilities, model=self._encoder.id, industries=industries
        )

    def _vectors_of(self, keys: Collection[str]) -> dict[str, NDArray[np.float32]]:
        return {key: self._vectors[key] for key in keys if key in self._vectors}


def _described(kind: Kind, items: Sequence[Item]) -> dict[str, ListingDocument]:
    """Return the items as listings, by their own ids."""
    return {
        item.id: ListingDocument(
            key=f"{kind}:{number}",
            list_key=_LISTS[kind],
            version=1,
            title=item.title,
            body=item.text,
            names=item.name,
        )
        for number, item in enumerate(items, start=1)
    }


def _now() -> int:
    return int(_AS_OF.timestamp())


def _report(done: int, total: int, *, progress: Progress) -> None:
    if done % _CHUNK == 0 or done == total:
        progress(f"{done} of {total} scored")


def _items(path: Path) -> Iterator[Item]:
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            raise EvaluationError(f"{path}, line {number}: no JSON: {error}") from error
        try:
            item = _item(values)
        except ValueError as error:
            raise EvaluationError(f"{path}, line {number}: {error}") from error
        if item.id in seen:
            raise EvaluationError(f"{path}, line {number}: the id {item.id!r} stands twice")
        seen.add(item.id)
        yield item
    if not seen:
        raise EvaluationError(f"{path} holds nothing")


def _item(values: Any) -> Item:
    """Return the item of decoded JSON; ValueError where it lacks an id or a text."""
    if not isinstance(values, dict):
        raise ValueError("not an object")  # noqa: TRY004 — the file is wrong, not the program
    key, text = values.get("id"), values.get("text")
    title, name = values.get("title") or "", values.get("name") or ""
    if isinstance(key, int):
        key = str(key)
    if not isinstance(key, str) or not key.strip() or set(key) & set("\t\r\n"):
        raise ValueError("an id of one line is needed")
    if not (isinstance(text, str) and isinstance(title, str) and isinstance(name, str)):
        raise ValueError("text, title and name are texts")  # noqa: TRY004 — as above
    if title and text.startswith(title):
        # A listing's title stands beside its text, not in it once more.
        text = text[len(title) :].lstrip(_STOPS)
    return Item(key, title, text, name)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: not UTF-8: {error.reason}") from error
