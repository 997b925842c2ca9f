"""A model's own rules as refusals, each message beside its field."""

from __future__ import annotations

from collections import defaultdict

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
        fields: dict[str, list[str]] = defaultdict(list)
        for name, faults in error.error_dict.items():
            for fault in faults:
                fields[_place(name, fault.code)] += fault.messages
        raise Refusal(
            _("Please check the marked fields."), code="invalid", status=422, fields=fields
        ) from error


def _place(name: str, code: str | None) -> str:
    """Return the field beside which a fault stands: a constraint says it with `name_taken`."""
    if name != NON_FIELD_ERRORS:
        return name
    return code.removesuffix("_taken") if code and code.endswith("_taken") else ""
