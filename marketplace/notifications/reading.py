"""What the tail reads from the database, in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils import translation
from django.utils.crypto import constant_time_compare

from marketplace.accounts.models import User
from marketplace.notifications.models import Counter, Notification
from marketplace.notifications.rendering import News, news_since


@dataclass(frozen=True, slots=True)
class Want:
    """What one connected page waits for: news of a person beyond a number, in a language."""

    user_id: int
    after: int
    language: str
    session_key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page gets: news, or the word that its session has ended."""

    news: News | None
    is_signed_in: bool = True


def newest_key() -> int:
    """Return the key of the last row written.

    The dispatcher writes under the lock of its cursor, so the keys grow as they commit.
    """
    return Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def answers(wants: Sequence[Want]) -> list[Answer]:
    """Return an answer to each want; those of whom there is nothing new cost no query."""
    people = {want.user_id for want in wants}
    last = dict(Counter.objects.filter(pk__in=people).values_list("pk", "last"))
    return [
        _answer(want) if last.get(want.user_id, 0) != want.after else Answer(None) for want in wants
    ]


def _answer(want: Want) -> Answer:
    if not is_signed_in(want.user_id, want.session_key):
        return Answer(None, is_signed_in=False)
    with translation.override(want.language):
        return Answer(news_since(want.user_id, want.after))


def is_signed_in(user_id: int, session_key: str) -> bool:
    """Return whether the session under which a socket was opened still is the person's."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key).load()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return (
        user is not None
        and session.get(SESSION_KEY) == str(user_id)
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )


def language_or_default(tag: object) -> str:
    """Return the supported language of a page's `lang`, else the portal's first."""
    try:
        return translation.get_supported_language_variant(str(tag).lower())
    except LookupError:
        return settings.LANGUAGE_CODE
