"""Addresses of downloads."""

from django.urls import path

from marketplace.files import views
from marketplace.files.converters import KEY

app_name = "files"
urlpatterns = [path(f"files/<str:label>/<{KEY}:key>/", views.download, name="download")]
