"""Facets and chips: the choices of a list with their counts, and the way back from each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.lists.address import Address
from cms.lists.vocabulary import Vocabulary
from marketplace.listings.filters import Label, ListFilter

Counts = Mapping[str, Mapping[str, int]]

_LONG_VOCABULARIES = frozenset({"park", "qualification"})
_LONG = 8
"""A facet with more choices than this folds the rest away."""


@dataclass(slots=True)
class Option:
    """A choice: its count is None where no engine counted."""

    value: str
    label: Label
    is_chosen: bool
    count: int | None
    below: list[Option] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Return whether choosing it would show nothing."""
        return self.count == 0 and not self.is_chosen

    @property
    def is_open(self) -> bool:
        """Return whether the choices below it are drawn: it is chosen, or one of them is."""
        return self.is_chosen or any(option.is_chosen for option in self.below)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter as it is drawn; `ignored` are values that were asked for and do not exist."""

    name: str
    label: Label
    options: list[Option]
    more: list[Option]
    ignored: list[str]

    @property
    def is_open(self) -> bool:
        """Return whether a folded choice is chosen."""
        return any(option.is_chosen for option in self.more)


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that narrows the list, and the address without it."""

    facet: Label
    label: Label
    address: Address


def facets_of(chosen: ListFilter, vocabulary: Vocabulary, *, counts: Counts | None) -> list[Facet]:
    """Return the facets in their order."""
    return [
        Facet(
            name=name,
            label=chosen.form.fields[name].label or name,
            options=options[: _visible(options)],
            more=options[_visible(options) :],
            ignored=chosen.ignored.get(name, []),
        )
        for name in chosen.FACETS
        if (options := _options(name, chosen, vocabulary=vocabulary, counts=counts))
        or name in chosen.ignored
    ]


def chips_of(chosen: ListFilter, address: Address) -> list[Chip]:
    """Return a chip for each value that narrows the list; batches have a row of their own."""
    return [
        Chip(
            form_field.label or name, dict(form_field.choices)[value], address.without(name, value)
        )
        for name, values in chosen.narrowing.items()
        if name in chosen.FACETS and (form_field := chosen.form.fields[name])
        for value in values
    ]


def _visible(options: list[Option]) -> int:
    return len(options) if len(options) <= _LONG + 1 else _LONG


def _options(
    name: str, chosen: ListFilter, *, vocabulary: Vocabulary, counts: Counts | None
) -> list[Option]:
    values = chosen.chosen.get(name, [])
    known = None if counts is None else counts.get(name, {})
    options = {
        value: Option(value, label, value in values, None if known is None else known.get(value, 0))
        for value, label in chosen.form.fields[name].choices
    }
    shown = [
        option for option in options.values() if not _is_hidden(option, name, vocabulary=vocabulary)
    ]
    return _as_tree(shown, vocabulary) if name == "industry" else _by_count(name, shown)


def _is_hidden(option: Option, name: str, *, vocabulary: Vocabulary) -> bool:
    """Return whether a choice is not worth a line: retired and unused, or an empty park."""
    if option.is_chosen or option.count:
        return False
    retired = {term.slug for term in vocabulary.of(name) if term.retired}
    return option.value in retired or (option.count == 0 and name in _LONG_VOCABULARIES)


def _by_count(name: str, options: list[Option]) -> list[Option]:
    """Return long vocabularies with the fullest first, others in the staff's order."""
    if name not in {"domain", *_LONG_VOCABULARIES}:
        return options
    return sorted(options, key=lambda option: (not option.is_chosen, -(option.count or 0)))


def _as_tree(options: list[Option], vocabulary: Vocabulary) -> list[Option]:
    """Return the industries of "5+X", each with its fields below."""
    terms = {term.slug: term for term in vocabulary.of("industry")}
    by_slug = {option.value: option for option in options}
    tops = []
    for option in options:
        top = vocabulary.top(terms[option.value]).slug
        if top == option.value:
            tops.append(option)
        elif top in by_slug and not option.is_idle:
            by_slug[top].below.append(option)
    return tops
