"""The one exception of the domain: an action that was refused, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrPromise

    Message: TypeAlias = str | _StrPromise


class Refusal(Exception):
    """An action refused, with a message for the person, a stable code and an HTTP status.

    `fields` maps a field's name to the messages that belong beside it; the empty name is the form.
    """

    def __init__(
        self,
        message: Message,
        *,
        code: str = "refused",
        status: int = 409,
        fields: Mapping[str, Sequence[Message]] | None = None,
    ) -> None:
        """Hold the message, code, status and the messages by field."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status
        self.fields = dict(fields or {})


def mistakes(fields: Mapping[str, Sequence[Message]]) -> Refusal:
    """Return the Refusal that tells mistakes beside their fields."""
    return Refusal(_("Some fields need attention."), code="mistakes", status=422, fields=fields)
