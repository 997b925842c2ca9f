"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The user model, alone."""

    name = "marketplace.accounts"
