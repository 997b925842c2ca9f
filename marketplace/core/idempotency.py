"""The same key gives the same result, however often and however parallel it is sent."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core.canonical import digest
from marketplace.core.models import IdempotencyKey
from marketplace.core.refusals import Refusal


def recall(scope: str, key: str, *, request: object) -> str | None:
    """Return what a call with this key made before, or None.

    Refusal where the key was used with another content. `scope` names the action and the actor.
    """
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
