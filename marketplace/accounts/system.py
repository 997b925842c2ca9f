"""The account in whose name the portal itself acts: imports, schedules, the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import DEFAULT_DB_ALIAS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from marketplace.accounts.models import User

SYSTEM_EMAIL = "system@marketplace.invalid"
"""An address that no mail can reach, so that nobody can reset its password."""


def system_user() -> User:
    """Return the system account, which `migrate` has made; it may do everything but sign in."""
    return get_user_model().objects.get(email=SYSTEM_EMAIL)


def is_system(user: User | AnonymousUser) -> bool:
    """Return whether this is the system account."""
    return user.is_authenticated and user.email == SYSTEM_EMAIL


def create_system_user(
    *, using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **_signal: object
) -> None:
    """Create the system account where it is missing; a receiver of `post_migrate`."""
    if using != DEFAULT_DB_ALIAS:
        return
    try:
        model = apps.get_model("accounts", "User")
    except LookupError:  # migrated backwards, to before this app
        return
    model.objects.get_or_create(
        email=SYSTEM_EMAIL,
        defaults={"name": "平台系统", "is_superuser": True, "password": make_password(None)},
    )
