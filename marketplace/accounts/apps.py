"""The accounts app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from marketplace.accounts.system import create_system_user


class AccountsConfig(AppConfig):
    """The user model, alone."""

    name = "marketplace.accounts"

    def ready(self) -> None:
        """Create the system account whenever `migrate` has run."""
        post_migrate.connect(create_system_user, sender=self, dispatch_uid="accounts.system_user")
