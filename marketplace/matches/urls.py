"""Addresses of matches in the workbench."""

from django.urls import path

from marketplace.files.converters import KEY
from marketplace.matches.views import lists, muted, own

app_name = "matches"

urlpatterns = [
    path("workbench/matches/demands/", lists.for_demands, name="for_demands"),
    path("workbench/matches/capabilities/", lists.for_capabilities, name="for_capabilities"),
    path("workbench/matches/muted/", muted.muted, name="muted"),
    path(f"workbench/matches/muted/<{KEY}:pk>/lift/", muted.lift, name="lift"),
    path("workbench/matches/<int:pk>/", own.match, name="match"),
    path("workbench/matches/<int:pk>/<slug:verb>/", own.act, name="act"),
]
