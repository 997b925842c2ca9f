"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages where domain and search meet."""

    name = "marketplace.portal"
