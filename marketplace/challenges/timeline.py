"""Which rows tell the story of a challenge: a registry for the supervisor's timeline.

A room registers in its `ready()` whose entries of the journal belong to a challenge, and how each
kind reads::

    timeline.register(subjects, {"panel_drawn": _("The panel was drawn")})

`subjects` gets a challenge and yields querysets of rows that are subjects of entries. Kinds without
words are not shown. What is sealed, secret to the supervisor, or about reports is never registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.accounts.models import User
from marketplace.journal.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.challenges.models import Challenge

    Words = Mapping[str, str | _StrPromise]

Subjects = Callable[["Challenge"], Iterable[QuerySet[Any]]]

_subjects: list[Subjects] = []
_words: dict[str, str | _StrPromise] = {}


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact of the journal: when, what, and by whom where somebody is named."""

    at: datetime
    what: str | _StrPromise
    kind: str
    by: User | None


def register(subjects: Subjects, words: Words) -> None:
    """Let the entries of a room's rows be told; words again for a kind replace the earlier."""
    if subjects not in _subjects:
        _subjects.append(subjects)
    _words.update(words)


def happenings(challenge: Challenge, *, is_opened: bool) -> list[Happening]:
    """Return what the journal holds of a challenge, newest first.

    Until its bids are open, that is what everybody reads, and the attempts to open them.
    """
    kinds = set(_words) if is_opened else set(_words) & BEFORE_THE_OPENING
    rows = [one for source in _subjects for one in source(challenge)]
    condition = reduce(or_, map(_about, rows), Q(pk__in=[]))
    entries = list(Entry.objects.filter(condition, kind__in=kinds).order_by("-at", "-pk"))
    keys = {int(one.actor_key) for one in entries if one.actor_key.isdecimal()}
    people = User.objects.in_bulk(keys)
    return [
        Happening(one.at, _words[one.kind], one.kind, people.get(_number(one.actor_key)))
        for one in entries
    ]


def of_challenge(challenge: Challenge) -> Iterable[QuerySet[Any]]:
    """Yield the challenge itself, of whose entries those from the listing on have words."""
    yield type(challenge)._default_manager.filter(pk=challenge.pk)


WORDS: Words = {
    "challenge_published": pgettext_lazy("timeline", "listed"),
    "challenge_closed": pgettext_lazy("timeline", "closed and sealed"),
    "challenge_opened": pgettext_lazy("timeline", "bids opened"),
    "challenge_noticed": pgettext_lazy("timeline", "the result is on show"),
    "challenge_awarded": pgettext_lazy("timeline", "the award is final"),
    "challenge_failed": pgettext_lazy("timeline", "ended without a result"),
    "challenge_terminated": pgettext_lazy("timeline", "terminated"),
    "challenge_relisted": _("listed again"),
}


BEFORE_THE_OPENING: Final = frozenset(
    {
        *("challenge_published", "challenge_closed", "challenge_failed", "challenge_terminated"),
        *("opening_attempted", "draw_promised", "draw_dropped"),
    }
)
"""Kinds that the timeline tells before the opening: public ones, and attempts to open."""


def _about(rows: QuerySet[Any]) -> Q:
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    return Q(subject_type=rows.model._meta.label_lower, subject_key__in=keys)


def _number(key: str) -> int:
    return int(key) if key.isdecimal() else 0
