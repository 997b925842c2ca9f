"""Addresses of panels, draws and seats."""

from django.urls import path

from marketplace.files.converters import KEY
from marketplace.reviews.views import (
    consensus,
    files,
    own,
    panels,
    public,
    rankings,
    sheets,
)

app_name = "reviews"

urlpatterns = [
    path("workbench/panels/", panels.all_panels, name="panels"),
    path("workbench/panels/<slug:number>/", panels.panel, name="panel"),
    path("workbench/panels/<slug:number>/promise/", panels.promise, name="promise"),
    path("workbench/panels/<slug:number>/draws/<int:draw>/hold/", panels.hold, name="hold"),
    path("workbench/panels/<slug:number>/draws/<int:draw>/drop/", panels.drop, name="drop"),
    path("workbench/panels/<slug:number>/draws/<int:draw>/", panels.draw, name="draw"),
    path(
        "workbench/panels/<slug:number>/draws/<int:draw>/record.json",
        panels.draw_record,
        name="record",
    ),
    path("workbench/panels/<slug:number>/seats/<slug:code>/", panels.step_down, name="step_down"),
    path("workbench/reviews/", own.mine, name="mine"),
    path("workbench/reviews/<slug:code>/", own.seat, name="seat"),
    path("workbench/reviews/<slug:code>/declare/", own.declare, name="declare"),
    path("workbench/reviews/<slug:code>/step-back/", own.leave_seat, name="step_back"),
    path(
        f"workbench/reviews/<slug:code>/bids/<slug:label>/files/<{KEY}:place>/",
        files.attachment,
        name="file",
    ),
    path("workbench/reviews/<slug:code>/sheet/", sheets.sheet, name="sheet"),
    path("workbench/reviews/<slug:code>/bids/<slug:key>/", sheets.score, name="score"),
    path("workbench/reviews/<slug:code>/bids/<slug:key>/save/", sheets.save, name="save"),
    path("workbench/reviews/<slug:code>/ranking/", consensus.freeze, name="freeze"),
    path("workbench/reviews/<slug:code>/findings/<slug:key>/", consensus.findings, name="findings"),
    path(
        "workbench/reviews/<slug:code>/findings/<slug:key>/save/",
        consensus.save,
        name="save_findings",
    ),
    path("workbench/rankings/<slug:number>/", rankings.rankings, name="rankings"),
    path("bids/<slug:receipt>/outcome/", rankings.outcome, name="outcome"),
    path("challenges/<slug:number>/draws/", public.draws, name="draws"),
]
