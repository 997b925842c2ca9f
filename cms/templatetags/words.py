"""Chinese text that breaks between words and shows what was looked for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.highlighting import Highlighter, Range
from search.text import cut

register = template.Library()


@register.filter
def wbr(text: str) -> SafeString:
    """Return a title with a possible line break between its words."""
    return _written(str(text), (), _cuts(str(text)))


@register.simple_tag
def marked(text: str, highlighter: Highlighter, *, breaks: bool = False) -> SafeString:
    """Return a text with what was searched for in `<mark>`, and breaks between words if wanted."""
    return _written(text, highlighter.ranges(text), _cuts(text) if breaks else frozenset())


def _written(text: str, ranges: Iterable[Range], cuts: frozenset[int]) -> SafeString:
    """Return the escaped text with marks around ranges that lie in order and apart."""
    pairs = list(ranges)
    opens = {start for start, _end in pairs}
    closes = {end for _start, end in pairs}
    pieces: list[str] = []
    for at, char in enumerate(text):
        pieces.append("</mark>" if at in closes else "")
        pieces.append("<wbr>" if at in cuts else "")
        pieces.append("<mark>" if at in opens else "")
        pieces.append(escape(char))
    pieces.append("</mark>" if len(text) in closes else "")
    return mark_safe("".join(pieces))  # noqa: S308 - each character is escaped above


def _cuts(text: str) -> frozenset[int]:
    """Return where a line may break: before words of more than one character."""
    return frozenset(
        after.start
        for before, after in pairwise(cut(text).units)
        if after.end - after.start > 1 and before.end == after.start
    )
