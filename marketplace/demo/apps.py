"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Fictional content, loaded through the same actions as real use."""

    name = "marketplace.demo"
