"""The same key gives the same result, however often and however parallel it is sent."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core.canonical import digest
from marketplace.core.models import IdempotencyKey
from marketplace.core.refusals import Refusal

_KEY_LENGTH: Final = 80


def recall(scope: str, key: str, *, request: object) -> str | None:
    """Return what a call with this key made before, or None.

    Refusal where the key cannot be one, or was used with another content. `scope` names the action
    and the actor.
    """
    if len(key) > _KEY_LENGTH or "\0" in key:
        raise Refusal(_("This form is damaged. Reload the page."), code="bad_key", status=422)
    row = IdempotencyKey.objects.filter(scope=scope, key=key).first() if key else None
    if row is None:
        return None
    if row.digest != digest(request):
        raise Refusal(
            _("This form was sent before with other content. Reload the page and send it again."),
            code="idempotency_mismatch",
        )
    return row.result


def remember(scope: str, key: str, *, request: object, result: str) -> None:
    """Keep what a call with this key made, in the caller's transaction."""
    if key:
        with transaction.atomic():
            IdempotencyKey.objects.create(
                scope=scope, key=key, digest=digest(request), result=result
            )
