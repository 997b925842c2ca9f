"""Addresses of the search over all lists."""

from django.urls import path

from cms import everywhere, suggest

app_name = "cms"

urlpatterns = [
    path("search/", everywhere.search, name="search"),
    path("search/suggest/", suggest.suggest, name="suggest"),
]
