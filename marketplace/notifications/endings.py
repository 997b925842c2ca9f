"""What ends a socket at once: sign-out, a changed password, the loss of a role or permission."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from marketplace.accounts.models import User
from marketplace.notifications import wake

_DECIDING = frozenset({"password", "is_active"})
_STAFF = frozenset({"is_staff", "is_superuser"})
_BEFORE_AND_AFTER = frozenset({"pre_clear", "post_add", "post_remove"})


def watch() -> None:
    """Follow sessions and people, as of the app's `ready()`."""
    post_delete.connect(_session_ended, sender=Session)
    post_save.connect(_person_saved, sender=User)
    for held in (User.groups, User.user_permissions):
        m2m_changed.connect(_rights_changed, sender=held.through)
    m2m_changed.connect(_group_changed, sender=Group.permissions.through)
    pre_delete.connect(_group_ends, sender=Group)


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
    if created:
        return
    if update_fields is None or _DECIDING & set(update_fields):
        transaction.on_commit(partial(wake.check, instance.pk), robust=True)
    if update_fields is None or _STAFF & set(update_fields):
        _renew([instance.pk])


def _membership_changed(*, instance: Any, created: bool = False, **_signal: Any) -> None:
    if not created:
        _renew([instance.user_id])


def _rights_changed(
    *, instance: Any, action: str, reverse: bool, pk_set: Collection[int] | None, **_signal: Any
) -> None:
    """Follow a person's groups and permissions, from either end of the relation."""
    if action not in _BEFORE_AND_AFTER:
        return
    if not reverse:
        _renew([instance.pk])
    elif pk_set is not None:
        _renew(pk_set)
    else:
        _renew(instance.user_set.values_list("pk", flat=True))


def _group_changed(
    *, instance: Any, action: str, reverse: bool, pk_set: Collection[int] | None, **_signal: Any
) -> None:
    """Follow a group's permissions, from either end of the relation."""
    if action not in _BEFORE_AND_AFTER:
        return
    groups = [instance.pk]
    if reverse:
        groups = list(instance.group_set.values_list("pk", flat=True) if pk_set is None else pk_set)
    _renew(User.objects.filter(groups__in=groups).values_list("pk", flat=True).distinct())


def _group_ends(*, instance: Group, **_signal: Any) -> None:
    _renew(instance.user_set.values_list("pk", flat=True))


def _renew(people: Iterable[int]) -> None:
    found = list(people)
    if found:
        transaction.on_commit(partial(wake.renew, *found), robust=True)
