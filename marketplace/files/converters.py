"""Path converters: what may stand in an address."""

from django.urls import register_converter
from django.urls.converters import IntConverter

KEY = "key"


class KeyConverter(IntConverter):
    """A number that a bigint column can hold."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, KEY)
