"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages where domain and search meet."""

    name = "marketplace.portal"

    def ready(self) -> None:
        """Let matches and subscriptions follow the journal and the clock."""
        from marketplace.portal import alerting, recording, recording_anew  # noqa: F401 - registers
