"""Addresses of the pages where domain and search meet."""

from __future__ import annotations

from django.urls import path

from marketplace.portal import details, matches
from marketplace.portal.asking import ask
from marketplace.portal.clock import tell
from marketplace.portal.quality import quality
from marketplace.portal.sitemaps import site_map
from marketplace.portal.subscribing import subscribe
from marketplace.portal.workbench import workbench

app_name = "portal"

urlpatterns = [
    path("sitemap.xml", site_map, name="sitemap"),
    path("clock/", tell, name="clock"),
    path("demands/<slug:number>/", details.demand, name="demand"),
    path("demands/<slug:number>/questions/", ask, name="ask"),
    path("demands/<slug:number>/matches/", matches.of_demand, name="demand_matches"),
    path("demands/<slug:number>/matches/<slug:capability>/", matches.match, name="match"),
    path("capabilities/<slug:number>/", details.capability, name="capability"),
    path("capabilities/<slug:number>/matches/", matches.of_capability, name="capability_matches"),
    path("workbench/matches/quality/", quality, name="quality"),
    path("workbench/subscriptions/new/", subscribe, name="subscribe"),
    path("workbench/", workbench, name="workbench"),
]
