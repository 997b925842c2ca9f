"""Texts that people send to be read by others: plain, bounded, with mistakes beside their field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import mistakes
from marketplace.listings.plain_text import markup_in, without_control

if TYPE_CHECKING:
    from django.db.models import Model


def written(text: str, name: str, *, of: type[Model]) -> str:
    """Return a text as a model's field keeps it; Refusal beside the field where it cannot be."""
    kept = without_control(text).strip()
    messages: list[Any] = []
    if found := markup_in(kept):
        messages.append(_("Plain text only: please take out “%(markup)s”.") % {"markup": found})
    if not kept:
        messages.append(_("Please fill this in."))
    field: Any = of._meta.get_field(name)
    try:
        field.run_validators(kept)
    except ValidationError as error:
        messages.extend(error.messages)
    if messages:
        raise mistakes({name: messages})
    return kept
