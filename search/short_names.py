"""How bodies are called for short: 市数据局 for 厦门市数据管理局, 火炬高新区 for its committee."""

from __future__ import annotations

import re

from search import text
from search.lexicon import GENERIC, data_lines

_PARTS: tuple[tuple[str, str], ...] = tuple(
    (long, short)
    for long, _, short in (line.partition("\t") for line in data_lines("short_names.tsv"))
)
_PLACE = re.compile(r"^(?:福建省?)?厦门(?P<city>市)?(?=.{2})(?!大学|港)")
_DISTRICT = re.compile(r"^(?P<name>[^市]{2})区(?=.{2})")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_ZONE = re.compile(r"(?P<name>.{2,})(?:高新区|经开区|自贸区|自贸片区)管委会$")
_SHORTEST, _LONGEST = 3, 20


def forms_of(name: str, *short_names: str) -> tuple[str, ...]:
    """Return the short forms of a body's name in normal form, its given ones first."""
    whole = text.normalise(_BRACKETS.sub("", name)).text
    given = [text.normalise(short).text for short in short_names]
    found = [*given, *_without_place(_shortened(whole))]
    fit = (form for form in found if _SHORTEST <= len(form) <= _LONGEST)
    return tuple(dict.fromkeys(form for form in fit if form != whole and form not in GENERIC))


def _shortened(name: str) -> list[str]:
    """Return a name, and it with each part that has a short form shortened, one after the other."""
    found = [name]
    for long, short in _PARTS:
        found += [known.replace(long, short) for known in found if long in known]
    for known in tuple(found):
        if zone := _ZONE.match(known):
            found += [known.removesuffix("管委会"), f"{zone['name']}管委会"]
    return found


def _without_place(names: list[str]) -> list[str]:
    """Return names, and each without the city and without the district that it begins with."""
    found = list(names)
    for name in names:
        if city := _PLACE.match(name):
            rest = name[city.end() :]
            found += [rest] if city["city"] is None else [f"市{rest}", rest]
    for name in tuple(found):
        if district := _DISTRICT.match(name):
            found.append(f"区{name[district.end() :]}")
    return found
