"""Rules that find, in a text that must be neutral, who wrote it: names, codes, addresses, numbers.

They point; nobody is refused for a hit, since a word may be a name and something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

PHONE: Final = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)"
)
EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)

_BETWEEN: Final = re.compile(r"[\s·•・*_|/\\\-—–.,,。、'\"“”()()\[\]【】]+")
_LEGAL: Final = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|研究总院|研究院|研究所|大学|学院)$"
)
_TRADE: Final = re.compile(
    r"(?:科技|技术|信息|智能|网络|软件|电子|工程|设备|系统|实业|控股|发展|装备|数据|传感|机器人)$"
)
_REGION: Final = re.compile(
    r"^(?:中国|福建|厦门|福州|泉州|漳州|北京|上海|深圳|广州|杭州|南京|[^省市]{2,3}省|[^省市]{2,3}市)"
)
_BRACKETS: Final = re.compile(r"[((][^))]*[))]")
_LEAST_CORE: Final = 3
_LEAST_SHORT: Final = 2
_LEAST_LATIN: Final = 4
_LEAST_CODE: Final = 15


class Trace(models.TextChoices):
    """What tells who wrote a text."""

    NAME = "name", _("the name of a party")
    CODE = "code", _("a unified credit code")
    DOMAIN = "domain", _("a web address of a party")
    PHONE = "phone", _("a phone number")
    EMAIL = "email", _("an e-mail address")
    PERSON = "person", _("the name of a person")


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of the parties of a bid and of their people."""

    names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found in which text."""

    field: str
    trace: Trace
    found: str


def hits_in(texts: Mapping[str, str], identity: Identity) -> list[Hit]:
    """Return what tells who wrote the texts, each once for a text, in their order."""
    found: dict[Hit, None] = {}
    for field, text in texts.items():
        for trace, words in _traces(text, identity):
            found[Hit(field, trace, words)] = None
    return list(found)


def cores_of(name: str) -> set[str]:
    """Return what a full name is called for short: without legal form, region and trade words.

    Two characters are a word of the language too often, so that a core has three at least.
    """
    plain = _LEGAL.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name)))
    found = {plain}
    core = _REGION.sub("", plain)
    found.add(core)
    while len(shorter := _TRADE.sub("", core)) >= _LEAST_CORE and shorter != core:
        core = shorter
        found.add(core)
    return {one for one in map(_pressed, found) if len(one) >= _LEAST_CORE}


def _traces(text: str, identity: Identity) -> Iterator[tuple[Trace, str]]:
    plain = unicodedata.normalize("NFKC", text)
    pressed, lower = _pressed(plain), plain.lower()
    yield from ((Trace.NAME, one) for one in _names_in(pressed, identity))
    yield from ((Trace.CODE, one) for one in _inside(pressed, identity.codes, least=_LEAST_CODE))
    yield from ((Trace.DOMAIN, one) for one in identity.domains if one and one.lower() in lower)
    yield from ((Trace.EMAIL, one) for one in EMAIL.findall(plain))
    yield from ((Trace.PHONE, one) for one in PHONE.findall(plain))
    yield from (
        (Trace.PERSON, one) for one in _inside(pressed, identity.people, least=_LEAST_SHORT)
    )


def _names_in(pressed: str, identity: Identity) -> Iterator[str]:
    """Yield each name that stands in a text, of several forms of one name the longest."""
    for name in identity.names:
        forms = [_pressed(name), *sorted(cores_of(name), key=len, reverse=True)]
        yield from next(([one] for one in forms if _is_long(one) and one in pressed), [])
    yield from _inside(pressed, identity.short_names, least=_LEAST_SHORT)


def _inside(pressed: str, words: Iterable[str], *, least: int) -> Iterator[str]:
    for word in words:
        short = _pressed(word)
        if len(short) >= least and (not short.isascii() or _is_long(short)) and short in pressed:
            yield word


def _is_long(word: str) -> bool:
    return len(word) >= (_LEAST_LATIN if word.isascii() else _LEAST_CORE)


def _pressed(text: str) -> str:
    """Return a text in small letters without what could be put between the signs of a name."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).lower())
