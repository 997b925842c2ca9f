"""The user model."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonManager(UserManager["User"]):
    """Makes users by e-mail address."""

    def _create(self, email: str, password: str | None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(  # type: ignore[override]
        self,
        email: str,
        password: str | None = None,
        **extra: Any,
    ) -> User:
        """Return a new person who signs in with an e-mail address."""
        return self._create(email, password, **extra)

    def create_superuser(  # type: ignore[override]
        self,
        email: str,
        password: str | None = None,
        **extra: Any,
    ) -> User:
        """Return a new person who may do everything in the admin."""
        return self._create(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractUser):
    """A person, known by an e-mail address and a name."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = PersonManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        """Return the name, else the address."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name, else the address."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name, else the address."""
        return str(self)
