"""Addresses of notices of results, of objections and of reports."""

from django.urls import path

from marketplace.awards.views import objections, reports, results, successions

app_name = "awards"

urlpatterns = [
    path("demands/<slug:number>/notice/", results.notice, name="notice"),
    path("demands/<slug:number>/notice/draft/", results.draft, name="draft"),
    path("demands/<slug:number>/notice/objections/", objections.file, name="object"),
    path("demands/<slug:number>/notice/<slug:verb>/", results.act, name="act"),
    path("demands/<slug:number>/succession/", successions.succession, name="succession"),
    path("demands/<slug:number>/succession/answer/", successions.answer, name="succession_answer"),
    path("objections/<slug:receipt>/", objections.objection, name="objection"),
    path("demands/<slug:number>/report/", reports.file, name="report_new"),
    path("reports/<slug:receipt>/", reports.report, name="report"),
    path("reports/<slug:receipt>/files/<int:place>/", reports.evidence, name="report_file"),
    path("workbench/reports/", reports.mine, name="reports"),
    path("workbench/objections/", objections.mine, name="mine"),
]
