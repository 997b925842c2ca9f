"""What every form says beside a field that was left empty."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

REQUIRED: Final[dict[str, Any]] = {"required": _("Please fill this in.")}
"""The `error_messages` of a field that must be filled in."""
