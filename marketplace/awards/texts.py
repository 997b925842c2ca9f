"""Texts as results and objections store them: plain, bounded, with mistakes beside their field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.actions import mistakes
from marketplace.listings.plain_text import markup_in, without_control

if TYPE_CHECKING:
    from django.db.models import Model


def plain(text: str, name: str, *, of: type[Model]) -> str:
    """Return a text as a model's field stores it; a Refusal beside the field where it cannot."""
    kept = without_control(text.strip())
    if found := markup_in(kept):
        message = _("Please write plain text, without “%(markup)s”.") % {"markup": found}
        raise mistakes({name: [message]})
    if not kept:
        raise mistakes({name: [_("Please fill this in.")]})
    field: Any = of._meta.get_field(name)
    try:
        field.clean(kept, None)
    except ValidationError as error:
        raise mistakes({name: error.messages}) from error
    return kept
