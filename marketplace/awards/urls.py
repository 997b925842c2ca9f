"""Addresses of notices of results and of objections."""

from django.urls import path

from marketplace.awards.views import objections, results

app_name = "awards"

urlpatterns = [
    path("demands/<slug:number>/notice/", results.notice, name="notice"),
    path("demands/<slug:number>/notice/draft/", results.draft, name="draft"),
    path("demands/<slug:number>/notice/objections/", objections.file, name="object"),
    path("demands/<slug:number>/notice/<slug:verb>/", results.act, name="act"),
    path("objections/<slug:receipt>/", objections.objection, name="objection"),
    path("workbench/objections/", objections.mine, name="mine"),
]
