"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Private immutable blobs and who may read them."""

    name = "marketplace.files"
