"""Addresses of downloads."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from marketplace.files import views


class KeyConverter(IntConverter):
    """A key that a bigint column can hold."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")

app_name = "files"
urlpatterns = [path("files/<str:label>/<key:key>/", views.download, name="download")]
