"""Synonyms proposed for what people typed and no listing answered; an editor decides on each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django_tasks import task

from marketplace.accounts.system import system_user
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.clock_jobs import every
from marketplace.taxonomy.actions import propose_synonym
from marketplace.taxonomy.drafts import SynonymDraft
from marketplace.taxonomy.models import Synonym, SynonymState
from search import past_queries, statistics, synonyms, text
from search.calibration import calibrate, similarities
from search.encoders.protocol import Encoder, EncoderError, Role, unit_rows
from search.encoding import encoder
from search.engine import builds
from search.engines.protocol import Engine, EngineUnavailable
from search.lexicon import PLACES, share_of
from search.models import TypedQuery

logger = logging.getLogger(__name__)

_DAY = 86_400.0
_TYPED = 50
_WORDS = 2_000
_STANDING = 50
"""So many proposals of the portal's own may wait at once: more are read by nobody."""

_ALIKE = 4.5
"""Spreads above two known words drawn at random: an encoder's raw cosines are all alike."""

_FEWEST = 50
"""Of fewer known words nothing is said: what is usual among them cannot be told."""

_SHARED = 0.5
_LONGEST = 12
_WEIGHT = Decimal("0.50")

Nearest = Callable[[str], str]
"""Gives the known word that is nearest to a wording, nothing where none is near."""


@task(backend="queue")
def propose_synonyms() -> None:
    """Propose a known word for each text that was typed in vain, by characters and by meaning."""
    try:
        words = known_words(builds().current())
    except EngineUnavailable as error:
        logger.warning("no synonyms are proposed: %s", error)
        return
    propose(by_characters(words), Synonym.Origin.QUERIES)
    model = encoder()
    if model is None:
        return
    try:
        propose(by_meaning(words, model), Synonym.Origin.ENCODER)
    except EncoderError as error:
        logger.warning("the encoder proposes no synonyms: %s", error)


@every(seconds=_DAY, name="propose_synonyms")
def start_proposing() -> None:
    """Forget what was typed long ago, and let proposals be made once a day."""
    past_queries.forget_old()
    yesterday = clock.now() - timedelta(seconds=_DAY)
    if past_queries.unanswered().filter(last_seen__gt=yesterday).exists():
        propose_synonyms.enqueue()


def propose(nearest: Nearest, origin: str) -> int:
    """Propose what is nearest to each wording that no listing answers; return how many.

    A pair that was ever proposed, by whomever, is not proposed again.
    """
    machine = Synonym.objects.filter(
        state=SynonymState.PROPOSED,
        origin__in=[Synonym.Origin.QUERIES, Synonym.Origin.ENCODER],
    )
    left = _STANDING - machine.count()
    proposed = 0
    for row in unknown_wordings():
        if proposed >= left:
            break
        other = nearest(row.text)
        proposed += bool(other) and _propose(row, other, origin=origin)
    return proposed


def unknown_wordings() -> Iterator[TypedQuery]:
    """Yield short texts that several people typed in vain and that no synonym helps yet."""
    thesaurus = synonyms.current()
    seen: set[str] = set()
    for row in past_queries.unanswered()[:_TYPED]:
        units = text.cut(row.text).units
        if len(row.text) > _LONGEST or row.text in seen or thesaurus.expand(units, row.text):
            continue
        seen.add(row.text)
        yield row


def known_words(engine: Engine) -> list[str]:
    """Return the words that stand in several listings and mean something, commonest first."""
    counts = statistics.scorer_of(engine).snapshot.word_documents
    telling = [
        word
        for word, count in counts.items()
        if count > 1
        and len(word) > 1
        and share_of(word) == 1
        and word not in PLACES
        and not word.replace(".", "").isdigit()
    ]
    return sorted(telling, key=lambda word: (-counts[word], word))[:_WORDS]


def by_characters(words: Sequence[str]) -> Nearest:
    """Return what finds the word that shares most pairs of neighbouring characters."""
    pairs = {word: _pairs(word) for word in words if text.is_chinese(word)}

    def nearest(wording: str) -> str:
        own = _pairs(wording)
        best = max(pairs, key=lambda word: (_dice(own, pairs[word]), -len(word)), default="")
        return best if best and _dice(own, pairs[best]) >= _SHARED else ""

    return nearest


def by_meaning(words: Sequence[str], model: Encoder) -> Nearest:
    """Return what finds the word of nearest vector; EncoderError where the model fails."""
    if len(words) < _FEWEST:
        return lambda _wording: ""
    rows = _encoded(words, model)
    one, other = (dict(zip(words[at::2], rows[at::2], strict=True)) for at in (0, 1))
    usual = calibrate(one, other, model=model.id)

    def nearest(wording: str) -> str:
        if usual is None:
            return ""
        alike = similarities(_encoded([wording], model)[0], rows, calibration=usual)
        best = int(alike.argmax())
        return words[best] if alike[best] >= _ALIKE else ""

    return nearest


def _encoded(words: Sequence[str], model: Encoder) -> Any:
    found = model.encode(list(words), role=Role.CAPABILITY)
    return unit_rows(found, count=len(words), dimensions=model.dimensions)


def _propose(row: TypedQuery, other: str, *, origin: str) -> bool:
    one, two = synonyms.key_of(row.text), synonyms.key_of(other)
    if Synonym.objects.between(one, two).exists():
        return False
    draft = SynonymDraft(
        wording=row.text,
        other=other,
        both_ways=False,
        weight=_WEIGHT,
        note=f"{row.get_list_key_display()} × {row.count}",
    )
    try:
        propose_synonym(draft, by=system_user(), origin=origin)
    except Refusal:  # a generic word, or the same to the search: nothing to propose
        return False
    return True


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[at : at + 2] for at in range(len(word) - 1))


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0
