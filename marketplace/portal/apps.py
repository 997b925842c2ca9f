"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages where domain and search meet."""

    name = "marketplace.portal"

    def ready(self) -> None:
        """Let matches and subscriptions follow the journal."""
        from marketplace.portal import alerting, recording  # noqa: F401 - importing registers
