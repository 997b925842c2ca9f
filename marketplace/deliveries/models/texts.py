"""The columns that the tables of this room share: people, instants, words."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

WORDS_LENGTH: Final = 2000
FILES_LIMIT: Final = 5
LINKS_LIMIT: Final = 5


def text_column(label: Any, *, length: int = WORDS_LENGTH, blank: bool = True) -> Any:
    """Return a column of plain words; the actions check what is typed."""
    return models.CharField(
        label, max_length=length, blank=blank, validators=[ProhibitNullCharactersValidator()]
    )


def person(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    """Return a column of who did something."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+")
