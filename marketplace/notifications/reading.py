"""What the tail reads from the database, in a thread."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone, translation

from marketplace.accounts.models import User
from marketplace.notifications import topics
from marketplace.notifications.models import Counter
from marketplace.notifications.rendering import News, news_since


@dataclass(frozen=True, slots=True)
class Want:
    """What one connected page waits for: news of a person beyond a number, in a language.

    `reads` is the count of changes of what was read, as the page's bell shows it; -1 for unknown.
    `seal` is the password's digest at connect: a session does not outlive a changed password.
    """

    user_id: int
    after: int
    language: str
    session_key: str
    seal: str
    reads: int = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page gets: news, or the word that its session has ended."""

    news: News | None
    is_signed_in: bool = True


NOTHING = Answer(None)
ENDED = Answer(None, is_signed_in=False)


def answers(wants: Sequence[Want], *, check: bool = False) -> list[Answer]:
    """Return an answer to each want; those of whom there is nothing new cost no query of their own.

    Where there is something new the session is asked for at once before it is told; with `check`
    it is asked for in any case.
    """
    people = {want.user_id for want in wants}
    rows = Counter.objects.filter(pk__in=people).values_list("pk", "last", "reads")
    counted = {pk: (last, reads) for pk, last, reads in rows}
    behind = {
        want for want in wants if counted.get(want.user_id, (0, 0)) != (want.after, want.reads)
    }
    ended = ended_among(wants if check else behind)
    news: dict[tuple[int, int, str], News] = {}
    return [
        ENDED if want in ended else _answer(want, news) if want in behind else NOTHING
        for want in wants
    ]


def _answer(want: Want, news: dict[tuple[int, int, str], News]) -> Answer:
    key = (want.user_id, want.after, want.language)
    if key not in news:
        with translation.override(want.language):
            news[key] = news_since(want.user_id, want.after)
    return Answer(news[key])


def ended_among(wants: Collection[Want]) -> set[Want]:
    """Return the wants whose session is over, or whose person is active no longer, in two queries.

    A session's key never passes to another person: Django gives it a new one at each sign-in.
    """
    if not wants:
        return set()
    keys = {want.session_key for want in wants}
    live = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    people = User.objects.filter(pk__in={want.user_id for want in wants}, is_active=True)
    seals = {pk: seal_of(password) for pk, password in people.values_list("pk", "password")}
    return {
        want
        for want in wants
        if want.session_key not in live or seals.get(want.user_id) != want.seal
    }


def seal_of(password: str) -> str:
    """Return the digest by which a changed password is noticed."""
    return hashlib.sha256(password.encode()).hexdigest()


def followable(user_id: int | None, names: Collection[str]) -> dict[str, int]:
    """Return the versions of those topics that a person, or a visitor, may follow."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    reader = user or AnonymousUser()
    return topics.versions_of([name for name in names if topics.may_follow(reader, name)])


def language_or_default(tag: object) -> str:
    """Return the supported language of a page's `lang`, else the portal's first."""
    try:
        return translation.get_supported_language_variant(str(tag).lower())
    except LookupError:
        return settings.LANGUAGE_CODE
