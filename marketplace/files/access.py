"""Who may read an attachment: each app says so for its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.core.decisions import Decision
from marketplace.core.veiled import unveil

MayRead = Callable[[User | AnonymousUser, Any], Decision]

_rules: dict[str, tuple[type[models.Model], MayRead]] = {}


def register(model: type[models.Model], may_read: MayRead) -> None:
    """Let attachments of a model, rows with a `blob`, be read by whom the rule allows.

    Called in the `ready()` of the model's app; ValueError where the model has a rule.
    """
    label = model._meta.label_lower
    if label in _rules:
        raise ValueError(f"{label} has a rule")
    _rules[label] = (model, may_read)


def readable(user: User | AnonymousUser, label: str, *, key: int) -> models.Model | None:
    """Return the attachment if there is one and the person may read it, None otherwise."""
    if label not in _rules:
        return None
    model, may_read = _rules[label]
    attachment = model._default_manager.select_related("blob").filter(pk=key).first()
    return attachment if attachment is not None and may_read(user, attachment) else None


def readable_named(user: User | AnonymousUser, label: str, *, name: str) -> models.Model | None:
    """Return the attachment that an address names, under the same conditions."""
    key = unveil(_rules[label][0], name) if label in _rules else 0
    return readable(user, label, key=key)


def url_of(attachment: models.Model) -> str:
    """Return the address at which an attachment is downloaded."""
    return reverse("files:download", args=[attachment._meta.label_lower, attachment])
