"""A field that takes several files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms


class ManyFilesInput(forms.ClearableFileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, as a list."""

    def __init__(self, **options: Any) -> None:
        """Draw a field that takes several."""
        super().__init__(widget=ManyFilesInput(), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, each checked on its own."""
        one = super().clean
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [one(item, initial) for item in given if item]
