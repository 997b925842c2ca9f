"""The organisations app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, their units, people, verification and credit facts."""

    name = "marketplace.organisations"
