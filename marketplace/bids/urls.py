"""Addresses of bids and openings."""

from django.urls import path

from marketplace.bids.views import (
    drafts,
    formal,
    opened,
    openers,
    openings,
    partners,
    receipts,
    saving,
)
from marketplace.files.converters import KEY

app_name = "bids"

_BID = "demands/<slug:number>/bid/<slug:door>/"

urlpatterns = [
    path("demands/<slug:number>/bid/", drafts.start, name="start"),
    path(_BID, drafts.draft, name="draft"),
    path(f"{_BID}save/", saving.save, name="save"),
    path(f"{_BID}review/", drafts.review, name="review"),
    path(f"{_BID}receipt/", receipts.receipt, name="receipt"),
    path(f"{_BID}withdraw/", receipts.withdraw, name="withdraw"),
    path("demands/<slug:number>/opening/", openings.opening, name="opening"),
    path("demands/<slug:number>/opening/<slug:step>/", openings.act, name="act"),
    path("demands/<slug:number>/bids/", opened.of_challenge, name="of_challenge"),
    path("bids/check/", receipts.check, name="check"),
    path(f"bids/partners/<{KEY}:key>/", partners.partner, name="partner"),
    path("bids/<slug:receipt>/formal-check/", formal.formal, name="formal"),
    path("bids/<slug:receipt>/formal-check/<slug:step>/", formal.act, name="formal_act"),
    path("bids/<slug:receipt>/", opened.opened, name="opened"),
    path("bids/<slug:receipt>/committed/", opened.committed, name="committed"),
    path(f"bids/<slug:receipt>/files/<{KEY}:place>/", opened.file, name="file"),
    path("workbench/bids/", receipts.mine, name="mine"),
    path(f"workbench/openers/<{KEY}:pk>/", openers.openers, name="openers"),
    path(f"workbench/openers/<{KEY}:pk>/<slug:step>/", openers.act, name="openers_act"),
]
