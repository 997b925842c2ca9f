"""What the admin allows with listings: look and moderate, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from wagtail.permission_policies import ModelPermissionPolicy

_ALLOWED: Final = frozenset({"view", "change"})


class ModerationPolicy(ModelPermissionPolicy):
    """Lets those with the permission look and decide; nobody adds, deletes or publishes here.

    Content is its author's, who writes on the portal; publication is the end of the approvals.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether a person may do this to listings in the admin."""
        return action in _ALLOWED and bool(super().user_has_permission(user, "change"))

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return the people who may do one of these."""
        asked = ["change"] if _ALLOWED & set(actions) else []
        return super().users_with_any_permission(asked)
