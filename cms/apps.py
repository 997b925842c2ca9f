"""The cms app."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Editorial pages: home, lists, news, and their navigation."""

    name = "cms"
