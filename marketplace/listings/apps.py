"""The listings app."""

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    """Demands and capabilities: content, lifecycle, approvals, gates."""

    name = "marketplace.listings"
