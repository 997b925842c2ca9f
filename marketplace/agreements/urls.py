"""Addresses of task agreements."""

from django.urls import path

from marketplace.agreements.views import agreements, copies, papers, writing

app_name = "agreements"

urlpatterns = [
    path("workbench/agreements/", agreements.mine, name="mine"),
    path("agreements/<slug:number>/", agreements.detail, name="detail"),
    path("agreements/<slug:number>/write/", writing.write, name="write"),
    path("agreements/<slug:number>/copies/", copies.send, name="send"),
    path("agreements/<slug:number>/copies/<int:pk>/<slug:verb>/", copies.settle, name="settle"),
    path("agreements/<slug:number>/versions/<int:place>/", papers.version, name="version"),
    path("agreements/<slug:number>/versions/<int:place>/changes/", papers.changes, name="changes"),
    path("agreements/<slug:number>/versions/<int:place>/docx/", papers.docx, name="docx"),
    path("agreements/<slug:number>/versions/<int:place>/pdf/", papers.pdf, name="pdf"),
    path("agreements/<slug:number>/<slug:verb>/", agreements.act, name="act"),
]
