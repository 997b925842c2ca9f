"""Addresses of the pages with which listings are written, approved and run."""

from __future__ import annotations

from django.urls import path, register_converter

from marketplace.listings.views import deciding, editing, items, questions, sheets, submitting
from marketplace.listings.views.access import ListConverter

register_converter(ListConverter, "list")

app_name = "listings"

_ITEM = "workbench/<list:key>/<int:pk>/"

urlpatterns = [
    path("workbench/steps/<int:step>/", deciding.decide, name="decide"),
    path("workbench/questions/<int:pk>/", questions.question, name="question"),
    path("workbench/<list:key>/new/", editing.new, name="new"),
    path(_ITEM, items.item, name="item"),
    path(f"{_ITEM}edit/", editing.edit, name="edit"),
    path(f"{_ITEM}check/", items.check, name="check"),
    path(f"{_ITEM}submit/", submitting.submit, name="submit"),
    path(f"{_ITEM}recall/", items.recall, name="recall"),
    path(f"{_ITEM}withdraw/", items.withdraw, name="withdraw"),
    path(f"{_ITEM}confirm/", items.confirm, name="confirm"),
    path(f"{_ITEM}copy/", items.copy, name="copy"),
    path(f"{_ITEM}preview/", items.preview, name="preview"),
    path(f"{_ITEM}versions/<int:revision>/", items.version, name="version"),
    path(f"{_ITEM}versions/<int:revision>/preview/", items.preview, name="preview_version"),
    path(
        f"{_ITEM}versions/<int:revision>/files/<int:blob>/",
        sheets.version_file,
        name="version_file",
    ),
    path(f"{_ITEM}approval-sheet/", sheets.sheet, name="sheet"),
    path(f"{_ITEM}approval-sheet/scans/", sheets.attach, name="attach_scan"),
]
