"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Segmentation, engines, scorer, matching and index builds."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the index follow the journal, settings be checked, and wordings be read as here."""
        from django.core.signals import request_finished
        from threadpoolctl import threadpool_limits

        from marketplace.taxonomy import wordings
        from search import (  # noqa: F401 - importing registers
            checks,
            consumers,
            encoding_tasks,
            past_queries,
            proposing,
            tasks,
        )
        from search.synonyms import read_wording

        # Sums must not depend on how many cores there are, and idle BLAS threads spin.
        threadpool_limits(limits=1, user_api="blas")
        wordings.register(read_wording)
        request_finished.connect(past_queries.write_if_due, dispatch_uid="search.typed_queries")
