"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages where domain and search meet."""

    name = "marketplace.portal"

    def ready(self) -> None:
        """Let matches and subscriptions follow the journal and the clock, and pages a demand."""
        from marketplace.portal import alerting, live, recording, recording_anew  # noqa: F401

        live.register()
