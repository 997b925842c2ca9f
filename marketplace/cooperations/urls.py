"""Addresses of co-operations and certificates."""

from django.urls import path

from marketplace.cooperations.views import certificates, own
from marketplace.files.converters import ROW

app_name = "cooperations"

urlpatterns = [
    path("workbench/cooperations/", own.mine, name="mine"),
    path("cooperations/<slug:number>/", own.detail, name="detail"),
    path("cooperations/<slug:number>/<slug:verb>/", own.act, name="act"),
    path(
        f"cooperations/<slug:number>/requests/<{ROW}:name>/<slug:verb>/", own.settle, name="settle"
    ),
    path("certificates/<slug:number>/", certificates.certificate, name="certificate"),
]
