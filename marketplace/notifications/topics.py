"""Live topics: what a page may follow, which entries change it, and how its part is drawn anew.

The server tells a page only that a topic changed; the page fetches the part again, so that
permission and language are asked at delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from marketplace.journal.models import Entry
from marketplace.notifications.models import TopicVersion

Keys = Callable[[Entry], Iterable[str]]
"""Which keys of a topic an entry changes: none where readers must not learn that it came."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One sort of what pages follow, such as a demand by its number."""

    prefix: str
    may_follow: Callable[[Any, str], bool]
    fragment: Callable[[HttpRequest, str], HttpResponse]
    changes: dict[str, list[Keys]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page needs to follow a topic: its name, the version that it draws, where to ask."""

    name: str
    version: int
    url: str


_topics: dict[str, Topic] = {}


def register_topic(
    prefix: str,
    *,
    may_follow: Callable[[Any, str], bool],
    fragment: Callable[[HttpRequest, str], HttpResponse],
    changed_by: Mapping[str, Keys],
) -> None:
    """Make a topic known, in the `ready()` of its app; ValueError for a prefix that is taken.

    `may_follow(user, key)` is asked when a page follows, and again by `fragment(request, key)`,
    which answers Http404 to whom it may not be shown. `changed_by` gives for a kind of entry the
    keys that it changes.
    """
    if prefix in _topics:
        raise ValueError(f"topic {prefix!r} is registered twice")
    _topics[prefix] = Topic(prefix, may_follow, fragment)
    changes_topic(prefix, changed_by)


def changes_topic(prefix: str, changed_by: Mapping[str, Keys]) -> None:
    """Let more kinds of entries change a topic; KeyError where it is not known."""
    for kind, keys in changed_by.items():
        _topics[prefix].changes.setdefault(kind, []).append(keys)


def forget_topic(prefix: str) -> None:
    """Make a topic unknown again: for tests that registered one."""
    _topics.pop(prefix, None)


def topic_of(prefix: str) -> Topic | None:
    """Return the topic of a prefix, None for one that nobody registered."""
    return _topics.get(prefix)


def entry_kinds() -> frozenset[str]:
    """Return the kinds of entries that change some topic."""
    return frozenset(kind for topic in _topics.values() for kind in topic.changes)


def names_changed_by(entry: Entry) -> set[str]:
    """Return the topics that an entry changes."""
    return {
        f"{topic.prefix}:{key}"
        for topic in _topics.values()
        for keys in topic.changes.get(entry.kind, ())
        for key in keys(entry)
    }


def may_follow(user: Any, name: str) -> bool:
    """Return whether a person or a visitor may follow a topic; False for one that is not there."""
    prefix, _, key = name.partition(":")
    topic = _topics.get(prefix)
    return topic is not None and bool(key) and topic.may_follow(user, key)


def versions_of(names: Collection[str]) -> dict[str, int]:
    """Return the version of each topic; 0 for one that never changed."""
    rows = TopicVersion.objects.filter(name__in=names).values_list("name", "version")
    return {**dict.fromkeys(names, 0), **dict(rows)}


def followed(prefix: str, key: str, *, asked: str = "") -> Followed:
    """Return what a page needs to follow a topic; read it before what the page draws of it.

    `asked` is the query of a page whose parts depend on it, such as a chosen step of a list.
    """
    name = f"{prefix}:{key}"
    url = reverse("notifications:fragment", args=[prefix, key]) + (f"?{asked}" if asked else "")
    return Followed(name, versions_of([name])[name], url)
