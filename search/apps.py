"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Segmentation, engines, scorer, matching and index builds."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the index follow the journal, and the clock keep it."""
        from search import consumers, tasks  # noqa: F401 - importing registers
