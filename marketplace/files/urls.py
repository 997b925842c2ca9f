"""Addresses of downloads."""

from django.urls import path

from marketplace.files import views
from marketplace.files.converters import ROW

app_name = "files"
urlpatterns = [path(f"files/<str:label>/<{ROW}:name>/", views.download, name="download")]
