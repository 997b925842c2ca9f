"""Chinese text that breaks between words and shows what was looked for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from marketplace.listings.models import Capability, Demand
from search.highlighting import Highlighter, Piece, Range
from search.text import cut

register = template.Library()

_RUNNING_TEXTS = ("goals", "content", "background", "description")


@register.filter
def wbr(text: str) -> SafeString:
    """Return a title with a possible line break between its words."""
    return _written(str(text), (), cuts=_cuts(str(text)))


@register.simple_tag
def marked(text: str, highlighter: Highlighter, *, breaks: bool = False) -> SafeString:
    """Return a text with what was searched for in `<mark>`, and breaks between words if wanted."""
    return _written(text, highlighter.ranges(text), cuts=_cuts(text) if breaks else frozenset())


@register.simple_tag
def found_in(listing: Demand | Capability, highlighter: Highlighter) -> SafeString | str:
    """Return where the text below title and summary holds what was searched for, if only there."""
    if highlighter.ranges(listing.title) or highlighter.ranges(listing.summary):
        return ""
    for name in _RUNNING_TEXTS:
        text = getattr(listing, name, "")
        if highlighter.ranges(text):
            return format_html_join(
                "", "{}", ((_piece(piece),) for piece in highlighter.snippet(text))
            )
    return ""


def _piece(piece: Piece) -> SafeString | str:
    return format_html("<mark>{}</mark>", piece.text) if piece.is_hit else piece.text


def _written(text: str, ranges: Iterable[Range], *, cuts: frozenset[int]) -> SafeString:
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
