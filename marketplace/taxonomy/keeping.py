"""The admin's permission policy for what is never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wagtail.permission_policies import ModelPermissionPolicy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from marketplace.accounts.models import User


class KeptPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Asks for a model's permissions, and allows nobody to delete, not even a superuser.

    Register it with `wagtail.permissions.register_permission_policy` above the viewset.
    """

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        """Whether a person may do this to rows of the model."""
        return action != "delete" and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Return the people who may do one of these."""
        kept = [action for action in actions if action != "delete"]
        people: QuerySet[Any] = super().users_with_any_permission(kept)
        return people
