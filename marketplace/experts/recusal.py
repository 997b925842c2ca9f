"""Who must step back (回避): rules over facts, each hit with its rule and the two facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from marketplace.experts import contacts
from marketplace.organisations.credit_codes import normalise
from marketplace.organisations.names import normal_name

YEARS: Final = 5
"""For how long after its end an employment or a tie still counts."""


class Rule(StrEnum):
    """The rules, in the order in which hits are told."""

    EMPLOYER = "employer"
    FORMER_EMPLOYER = "former_employer"
    MEMBER = "member"
    CO_APPLICANT = "co_applicant"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation by credit code, or by name where no code is known."""

    name: str
    code: str = ""

    def is_same(self, other: Body) -> bool:
        """Return whether both are one: by code where both have one, else by name."""
        mine, theirs = normalise(self.code), normalise(other.code)
        if mine and theirs:
            return mine == theirs
        return bool(_name(self.name)) and _name(self.name) == _name(other.name)

    def __str__(self) -> str:
        """Return name and code."""
        return f"{self.name} {self.code}".strip()


@dataclass(frozen=True, slots=True)
class Span:
    """A body with which somebody has something to do, from a day, until a day or still."""

    body: Body
    begins: date | None
    ends: date | None
    what: str = ""

    def __str__(self) -> str:
        """Return the body, what it is to them, and the days."""
        days = f"{self.begins or ''}–{self.ends or ''}"
        return " ".join(filter(None, (str(self.body), self.what, days.strip("–") and days)))


@dataclass(frozen=True, slots=True)
class Contacts:
    """Phone numbers, e-mail addresses and postal addresses as they were written."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever must not be judged by their own: the owner, a bidder or a bidder's partner."""

    role: str
    body: Body
    contacts: Contacts = Contacts()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an expert."""

    key: str
    employments: tuple[Span, ...] = ()
    ties: tuple[Span, ...] = ()
    memberships: tuple[Body, ...] = ()
    co_applicants: tuple[Body, ...] = ()
    contacts: Contacts = Contacts()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that found something: the party, the fact of the expert, the fact of the party."""

    rule: Rule
    role: str
    party: str
    expert_fact: str
    party_fact: str


def hits(facts: Facts, parties: Iterable[Party], *, on: date) -> tuple[Hit, ...]:
    """Return every reason for which an expert must step back on a day, none where there is none."""
    found = [
        Hit(rule, party.role, party.body.name, mine, theirs)
        for party in parties
        for rule, ask in _RULES
        for mine, theirs in ask(_Case(facts, party, on))
    ]
    return tuple(dict.fromkeys(found))


def years_before(day: date, years: int) -> date:
    """Return the same day so many years before; the 28th where there was no 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True)
class _Case:
    """An expert beside a party, on a day."""

    facts: Facts
    party: Party
    on: date


_Pairs = Iterator[tuple[str, str]]


def _employer(case: _Case) -> _Pairs:
    present = (one for one in case.facts.employments if _is_present(one, case.on))
    return _spans(present, case.party)


def _former_employer(case: _Case) -> _Pairs:
    former = (one for one in case.facts.employments if not _is_present(one, case.on))
    return _spans((one for one in former if _counts(one, case.on)), case.party)


def _declared(case: _Case) -> _Pairs:
    return _spans((one for one in case.facts.ties if _counts(one, case.on)), case.party)


def _member(case: _Case) -> _Pairs:
    return _bodies(case.facts.memberships, case.party)


def _co_applicant(case: _Case) -> _Pairs:
    return _bodies(case.facts.co_applicants, case.party)


def _phone(case: _Case) -> _Pairs:
    mine, theirs = case.facts.contacts.phones, case.party.contacts.phones
    return _shared(mine, theirs, normal=contacts.phone)


def _email(case: _Case) -> _Pairs:
    mine, theirs = case.facts.contacts.emails, case.party.contacts.emails
    return _shared(mine, theirs, normal=contacts.email)


def _address(case: _Case) -> _Pairs:
    mine, theirs = case.facts.contacts.places, case.party.contacts.places
    return _shared(mine, theirs, normal=contacts.place)


_RULES: Final = (
    (Rule.EMPLOYER, _employer),
    (Rule.FORMER_EMPLOYER, _former_employer),
    (Rule.MEMBER, _member),
    (Rule.CO_APPLICANT, _co_applicant),
    (Rule.PHONE, _phone),
    (Rule.EMAIL, _email),
    (Rule.ADDRESS, _address),
    (Rule.DECLARED, _declared),
)


def _is_present(span: Span, on: date) -> bool:
    """An employment that is still to begin counts as present: the offer binds already."""
    return span.ends is None or span.ends >= on


def _counts(span: Span, on: date) -> bool:
    return span.ends is None or span.ends >= years_before(on, YEARS)


def _spans(spans: Iterable[Span], party: Party) -> _Pairs:
    return ((str(one), str(party.body)) for one in spans if one.body.is_same(party.body))


def _bodies(bodies: Iterable[Body], party: Party) -> _Pairs:
    return ((str(one), str(party.body)) for one in bodies if one.is_same(party.body))


def _shared(mine: Iterable[str], theirs: Iterable[str], *, normal: Callable[[str], str]) -> _Pairs:
    known = {normal(text): text for text in theirs}
    return ((text, known[normal(text)]) for text in mine if normal(text) and normal(text) in known)


def _name(name: str) -> str:
    return normal_name(name).replace(" ", "").lower()
