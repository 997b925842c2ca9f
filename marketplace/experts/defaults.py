"""The group of staff that keeps the pool of experts at first; staff change it in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS

if TYPE_CHECKING:
    from django.apps import AppConfig

KEEPERS: Final = "专家库管理"
_KEEP: Final = "manage_expert"


def create_keepers(
    app_config: AppConfig, *, using: str = DEFAULT_DB_ALIAS, **_signal: object
) -> None:
    """Create the group where no group may keep the pool; a receiver of `post_migrate`."""
    if using != DEFAULT_DB_ALIAS:
        return
    create_permissions(app_config, verbosity=0, using=using)
    if Group.objects.filter(permissions__codename=_KEEP).exists():
        return
    group, _new = Group.objects.get_or_create(name=KEEPERS)
    group.permissions.add(*Permission.objects.filter(codename=_KEEP))
