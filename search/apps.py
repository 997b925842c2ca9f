"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Segmentation, engines, scorer, matching and index builds."""

    name = "search"
