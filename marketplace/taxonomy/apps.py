"""The taxonomy app."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Industries, scenario domains, districts, parks, resource and qualification kinds."""

    name = "marketplace.taxonomy"
