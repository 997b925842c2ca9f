"""Who reads the document of an agreement."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.cooperations.models import Cooperation
from marketplace.core.decisions import ALLOWED, Decision, refused


def may_read_document(user: Any, document: Any) -> Decision:
    """Return whether a person may read an agreement's file: the people of both sides."""
    if Cooperation.objects.visible_to(user).filter(pk=document.cooperation_id).exists():
        return ALLOWED
    return refused(_("Both sides read the agreement, and nobody else."), "private")
