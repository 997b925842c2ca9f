"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Small things that every room uses: clock, transitions, numbers, idempotency."""

    name = "marketplace.core"
