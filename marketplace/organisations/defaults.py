"""The group of staff that a new portal starts with; staff change it in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS

if TYPE_CHECKING:
    from django.apps import AppConfig

VERIFIERS: Final = "单位核验"
"""The group whose members verify organisations and decide on takeovers, in the admin."""

_VERIFY: Final = "verify_organisation"
_PERMISSIONS: Final = (_VERIFY, "change_organisation", "add_organisation", "access_admin")


def create_verifiers(
    app_config: AppConfig, *, using: str = DEFAULT_DB_ALIAS, **_signal: object
) -> None:
    """Create the group where no group may verify; a receiver of `post_migrate`."""
    if using != DEFAULT_DB_ALIAS:
        return
    create_permissions(app_config, verbosity=0, using=using)
    if Group.objects.filter(permissions__codename=_VERIFY).exists():
        return
    group, _new = Group.objects.get_or_create(name=VERIFIERS)
    group.permissions.add(*Permission.objects.filter(codename__in=_PERMISSIONS))
