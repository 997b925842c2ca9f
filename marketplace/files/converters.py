"""Path converters: what may stand in an address."""

from django.db import models
from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from marketplace.core.veiled import NAME, name_of

KEY = "key"
ROW = "row"


class KeyConverter(IntConverter):
    """A number that a bigint column can hold."""

    regex = "[0-9]{1,18}"


class RowConverter(StringConverter):
    """The name of a row, of which the address tells no more: made from the row, read as text."""

    regex = NAME

    def to_url(self, value: object) -> str:
        """Return the name of a row, or the name itself."""
        return name_of(value) if isinstance(value, models.Model) else str(value)


register_converter(KeyConverter, KEY)
register_converter(RowConverter, ROW)
