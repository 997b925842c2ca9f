"""Addresses of applications."""

from django.urls import path

from marketplace.claims.converters import DRAFT
from marketplace.claims.views import (
    answering,
    applying,
    choosing,
    dialogue,
    drafts,
    mandates,
    overdue,
    partnerships,
    reading,
    receipts,
    reviewing,
)
from marketplace.files.converters import KEY, ROW

app_name = "claims"

_DRAFT_OF = f"demands/<slug:number>/claim/<{DRAFT}:firm>/"

urlpatterns = [
    path("demands/<slug:number>/claim/", applying.apply, name="apply"),
    path(_DRAFT_OF, drafts.start, name="start"),
    path(f"{_DRAFT_OF}review/", reviewing.review, name="review"),
    path(f"{_DRAFT_OF}<slug:step>/", drafts.step, name="step"),
    path(f"{_DRAFT_OF}<slug:step>/save/", drafts.save, name="save"),
    path("demands/<slug:number>/claims/", answering.of_demand, name="of_demand"),
    path(f"claims/partnerships/<{ROW}:name>/", partnerships.partnership, name="partnership"),
    path("demands/<slug:number>/claims/compare/", choosing.compare, name="compare"),
    path("demands/<slug:number>/claims/decline/", choosing.decline_all, name="decline_all"),
    path("demands/<slug:number>/relist/", choosing.relist, name="relist"),
    path("claims/<slug:receipt>/", reading.receipt, name="receipt"),
    path("claims/<slug:receipt>/answer/", answering.answer, name="answer"),
    path("claims/<slug:receipt>/notes/", dialogue.note, name="note"),
    path("claims/<slug:receipt>/meetings/", dialogue.propose, name="propose"),
    path(
        f"claims/<slug:receipt>/meetings/<{ROW}:name>/calendar.ics",
        dialogue.calendar,
        name="calendar",
    ),
    path(
        f"claims/<slug:receipt>/meetings/<{ROW}:name>/<slug:verb>/",
        dialogue.answer_meeting,
        name="answer_meeting",
    ),
    path("claims/<slug:receipt>/withdraw/", applying.withdraw, name="withdraw"),
    path("claims/<slug:receipt>/confirm/", applying.confirm, name="confirm"),
    path("claims/<slug:receipt>/scans/", receipts.attach, name="attach"),
    path(f"claims/<slug:receipt>/versions/<{KEY}:number>/", receipts.version, name="version"),
    path("receipts/", receipts.check, name="check"),
    path("workbench/claims/", reading.mine, name="mine"),
    path("workbench/claims/overdue/", overdue.overdue, name="overdue"),
    path("workbench/claims/mandates/", mandates.mandates, name="mandates"),
    path(f"workbench/claims/mandates/<{ROW}:name>/", mandates.withdraw, name="withdraw_mandate"),
    path("workbench/claims/filling/", mandates.filling, name="filling"),
]
