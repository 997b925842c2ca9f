"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Segmentation, engines, scorer, matching and index builds."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the index follow the journal, settings be checked, and wordings be read as here."""
        from marketplace.taxonomy import wordings
        from search import checks, consumers, tasks  # noqa: F401 - importing registers
        from search.synonyms import read_wording

        wordings.register(read_wording)
