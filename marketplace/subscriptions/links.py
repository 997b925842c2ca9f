"""Signed links of a message: whoever holds one may pause, resume or delete that subscription.

They need no signing in, stand in e-mails, and do nothing before a form is sent.
"""

from __future__ import annotations

from typing import Final

from django.core import signing
from django.urls import reverse

from marketplace.subscriptions.models import Subscription

_SIGNER: Final = signing.Signer(salt="marketplace.subscriptions")
VERBS: Final = ("pause", "resume", "delete")


def link(subscription: int, verb: str) -> str:
    """Return the address of the page that asks whether to do it, by a subscription's key."""
    return reverse("subscriptions:link", args=[_SIGNER.sign(str(subscription)), verb])


def subscription_of(token: str) -> Subscription | None:
    """Return what a link speaks of, None where it is gone; BadSignature for a made-up link."""
    pk = int(_SIGNER.unsign(token))
    found: Subscription | None = (
        Subscription.objects.for_rows().select_related("user").filter(pk=pk).first()
    )
    return found
