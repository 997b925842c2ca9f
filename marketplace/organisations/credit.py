"""What the newest credit facts of an organisation say today: plain values for gates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from marketplace.organisations.models import CreditFact, Organisation

FactKind = CreditFact.FactKind
Answer = CreditFact.Answer


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer of one list, with its day and source; unknown where it is missing or too old."""

    kind: str
    answer: str
    as_of: date | None = None
    source: str = ""

    @property
    def label(self) -> str:
        """Return the name of the list."""
        return str(FactKind(self.kind).label)

    @property
    def answer_label(self) -> str:
        """Return the answer in words."""
        return str(Answer(self.answer).label)

    @property
    def listed(self) -> bool | None:
        """Return whether the organisation stands on the list; None when nobody knows."""
        return None if self.answer == Answer.UNKNOWN else self.answer == Answer.YES


def standings(facts: Iterable[CreditFact], today: date) -> tuple[Standing, ...]:
    """Return one standing for each list, by the newest fact of each that is not from the future.

    A fact older than `CREDIT_FACT_FRESH_DAYS` keeps its day and source but no longer answers.
    """
    newest: dict[str, CreditFact] = {}
    for fact in sorted(facts, key=lambda fact: (fact.as_of, fact.pk)):
        if fact.as_of <= today:
            newest[fact.kind] = fact
    oldest = today - timedelta(days=settings.CREDIT_FACT_FRESH_DAYS)
    return tuple(_standing(kind.value, newest.get(kind.value), oldest=oldest) for kind in FactKind)


def standings_of(organisation: Organisation, today: date) -> tuple[Standing, ...]:
    """Return the standings of an organisation; lists prefetch `credit_facts`."""
    return standings(organisation.credit_facts.all(), today)


def _standing(kind: str, fact: CreditFact | None, *, oldest: date) -> Standing:
    if fact is None:
        return Standing(kind, Answer.UNKNOWN)
    answer = fact.answer if fact.as_of >= oldest else Answer.UNKNOWN.value
    return Standing(kind, answer, fact.as_of, fact.source)
