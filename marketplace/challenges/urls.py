"""Addresses of the pages on which challenges are ruled, judged and run."""

from __future__ import annotations

from django.urls import path

from marketplace.challenges.views import templates, voting, work
from marketplace.files.converters import KEY

app_name = "challenges"

_WORK = f"workbench/challenges/<{KEY}:pk>/"

urlpatterns = [
    path("workbench/challenges/checks/", voting.running, name="running"),
    path(f"workbench/challenges/votes/<{KEY}:pk>/", voting.vote, name="vote"),
    path(_WORK, work.work, name="work"),
    path(f"{_WORK}rules/", work.rule, name="rule"),
    path(f"{_WORK}templates/", templates.add, name="template_add"),
    path(f"{_WORK}templates/<{KEY}:key>/", templates.remove, name="template_remove"),
    path(f"{_WORK}<slug:verb>/", work.act, name="act"),
]
