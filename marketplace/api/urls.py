"""Addresses of the interface and of the page that describes it."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from marketplace.api.reference import reference
from marketplace.api.site import site

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api_reference")),
    path("docs/", reference, name="api_reference"),
    path("", site.urls),
]
