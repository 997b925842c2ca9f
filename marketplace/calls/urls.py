"""Addresses of rounds, replies, open calls and proposals."""

from __future__ import annotations

from django.urls import path

from marketplace.calls.views import board, opencalls, proposals, replies, rounds
from marketplace.files.converters import KEY

app_name = "calls"

_ROUND = f"workbench/rounds/<{KEY}:pk>/"
_CALL = f"calls/<{KEY}:pk>/"

urlpatterns = [
    path("workbench/rounds/", rounds.mine, name="rounds"),
    path("workbench/rounds/new/", rounds.new, name="new_round"),
    path(_ROUND, board.board, name="round"),
    path(f"{_ROUND}edit/", rounds.edit, name="edit_round"),
    path(f"{_ROUND}board.xlsx", board.export, name="export"),
    path(f"{_ROUND}<slug:verb>/", board.act, name="act_round"),
    path(f"workbench/replies/<{KEY}:pk>/", replies.reply, name="reply"),
    path("calls/", opencalls.calls, name="calls"),
    path("calls/new/", opencalls.new, name="new_call"),
    path(_CALL, opencalls.call, name="call"),
    path(f"{_CALL}edit/", opencalls.edit, name="edit_call"),
    path(f"{_CALL}propose/", proposals.propose, name="propose"),
    path(f"{_CALL}<slug:verb>/", opencalls.act, name="act_call"),
    path("workbench/proposals/", proposals.mine, name="mine"),
    path("workbench/proposals/<slug:receipt>/", proposals.proposal, name="proposal"),
]
