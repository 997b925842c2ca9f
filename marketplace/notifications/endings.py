"""What ends a socket at once: sign-out, a changed password, a person who is active no longer."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from marketplace.accounts.models import User
from marketplace.notifications import wake

_DECIDING = frozenset({"password", "is_active"})


def watch() -> None:
    """Follow sessions and people, as of the app's `ready()`."""
    post_delete.connect(_session_ended, sender=Session)
    post_save.connect(_person_saved, sender=User)


def watch_memberships(model: type[Model]) -> None:
    """Follow what gives a person roles: rows with a `user` that are added, changed and taken."""
    post_save.connect(_membership_changed, sender=model)
    post_delete.connect(_membership_changed, sender=model)


def _session_ended(*, instance: Session, **_signal: Any) -> None:
    person = instance.get_decoded().get(SESSION_KEY)
    if person is not None:
        transaction.on_commit(partial(wake.check, int(person)), robust=True)


def _person_saved(
    *, instance: User, created: bool, update_fields: Collection[str] | None, **_signal: Any
) -> None:
    if not created and (update_fields is None or _DECIDING & set(update_fields)):
        transaction.on_commit(partial(wake.check, instance.pk), robust=True)


def _membership_changed(*, instance: Any, created: bool = False, **_signal: Any) -> None:
    if not created:
        transaction.on_commit(partial(wake.renew, instance.user_id), robust=True)
