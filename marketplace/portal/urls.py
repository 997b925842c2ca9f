"""Addresses of the pages where domain and search meet."""

from __future__ import annotations

from django.urls import path, re_path

from marketplace.portal import (
    board,
    calendars,
    details,
    feeds,
    matches,
    opensearch,
    sharing,
    supervision,
    ticker,
)
from marketplace.portal.asking import ask
from marketplace.portal.call_feed import calls_feed
from marketplace.portal.challenges import challenges
from marketplace.portal.clock import tell
from marketplace.portal.invitations import invite
from marketplace.portal.quality import quality
from marketplace.portal.sitemaps import site_map
from marketplace.portal.subscribing import subscribe
from marketplace.portal.workbench import workbench
from search.documents import CAPABILITIES, ENTERPRISE_DEMANDS, GOVERNMENT_DEMANDS

app_name = "portal"

urlpatterns = [
    path("sitemap.xml", site_map, name="sitemap"),
    path("clock/", tell, name="clock"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("calls/feed.xml", calls_feed, name="calls_feed"),
    path("demands/feed.xml", feeds.feed, {"list_key": GOVERNMENT_DEMANDS}, name="feed"),
    path("demands/enterprise/feed.xml", feeds.feed, {"list_key": ENTERPRISE_DEMANDS}, name="feed"),
    path("capabilities/feed.xml", feeds.feed, {"list_key": CAPABILITIES}, name="feed"),
    path(
        "demands/deadlines.ics",
        calendars.of_list,
        {"list_key": GOVERNMENT_DEMANDS},
        name="deadlines",
    ),
    path(
        "demands/enterprise/deadlines.ics",
        calendars.of_list,
        {"list_key": ENTERPRISE_DEMANDS},
        name="deadlines",
    ),
    path("calendars/<str:token>.ics", calendars.of_person, name="calendar"),
    path("ticker/", ticker.fragment, name="ticker"),
    path("ticker.json", ticker.lines, name="ticker_lines"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("search/suggestions.json", opensearch.suggestions, name="suggestions"),
    re_path(rf"^{sharing.NUMBER}$", sharing.short, name="short"),
    path("challenges/", challenges, name="challenges"),
    path("workbench/challenges/", board.board, name="board"),
    path("workbench/supervision/", supervision.supervision, name="supervision"),
    path("workbench/supervision/<slug:number>/", supervision.challenge, name="supervised"),
    path("demands/<slug:number>/share/", sharing.card, {"key": "demand"}, name="share"),
    path("capabilities/<slug:number>/share/", sharing.card, {"key": "capability"}, name="share"),
    path("demands/<slug:number>/deadlines.ics", calendars.of_demand, name="demand_deadlines"),
    path("demands/<slug:number>/", details.demand, name="demand"),
    path("demands/<slug:number>/questions/", ask, name="ask"),
    path("demands/<slug:number>/matches/", matches.of_demand, name="demand_matches"),
    path("demands/<slug:number>/matches/<slug:capability>/", matches.match, name="match"),
    path("capabilities/<slug:number>/", details.capability, name="capability"),
    path("capabilities/<slug:number>/invite/", invite, name="invite"),
    path("capabilities/<slug:number>/matches/", matches.of_capability, name="capability_matches"),
    path("workbench/matches/quality/", quality, name="quality"),
    path("workbench/subscriptions/new/", subscribe, name="subscribe"),
    path("workbench/", workbench, name="workbench"),
]
