"""What people may do for an organisation, and which role includes which."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do for an organisation."""

    OWNER = "owner", _("owner")
    EDITOR = "editor", _("listings editor")
    APPROVER = "approver", _("approver")
    BIDDER = "bidder", _("bid manager")
    VIEWER = "viewer", _("viewer")
    SUPERVISOR = "supervisor", _("supervisor")


# Nobody approves by owning: whoever approves has been named for it.
_INCLUDES: Final = {
    Role.OWNER: frozenset({Role.OWNER, Role.EDITOR, Role.BIDDER, Role.VIEWER}),
    Role.EDITOR: frozenset({Role.EDITOR, Role.VIEWER}),
    Role.APPROVER: frozenset({Role.APPROVER, Role.VIEWER}),
    Role.BIDDER: frozenset({Role.BIDDER, Role.VIEWER}),
    Role.VIEWER: frozenset({Role.VIEWER}),
    # Discipline inspection (纪检) watches openings and reads no listings in work.
    Role.SUPERVISOR: frozenset({Role.SUPERVISOR}),
}


def covering(*roles: str) -> frozenset[str]:
    """Return the roles that include at least one of these; all roles when none is named."""
    wanted = set(roles) or set(Role)
    return frozenset(role.value for role, included in _INCLUDES.items() if included & wanted)
