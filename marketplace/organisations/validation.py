"""A model's own rules as refusals, each message beside its field."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refusal


def save_checked(instance: models.Model) -> None:
    """Save a row whose fields and constraints hold; Refusal with the messages by field if not."""
    _check(instance)
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        # Another took the name or the code in between: now the check sees it.
        _check(instance)
        raise


def _check(instance: models.Model) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        fields = {
            "" if name == NON_FIELD_ERRORS else name: messages
            for name, messages in error.message_dict.items()
        }
        raise Refusal(
            _("Please check the marked fields."), code="invalid", status=422, fields=fields
        ) from error
