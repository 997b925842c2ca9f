"""The taxonomy app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from marketplace.journal import kinds
from marketplace.taxonomy.loading import load_taxonomy
from marketplace.taxonomy.seeds import load_synonyms


class TaxonomyConfig(AppConfig):
    """Industries, scenario domains, districts, parks, resource and qualification kinds."""

    name = "marketplace.taxonomy"

    def ready(self) -> None:
        """Load the vocabularies whenever `migrate` has run; make the entry kinds known."""
        kinds.register(
            "term_changed",
            "holidays_entered",
            "synonym_proposed",
            "synonym_revised",
            "synonym_approved",
            "synonym_rejected",
            "synonym_retired",
        )
        post_migrate.connect(load_taxonomy, sender=self, dispatch_uid="taxonomy.load")
        post_migrate.connect(load_synonyms, sender=self, dispatch_uid="taxonomy.load_synonyms")
